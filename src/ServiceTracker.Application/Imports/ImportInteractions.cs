using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Consistency.Rollups;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>
/// Takes in a file: one pass checks every row, a second one stores them in one transaction. All or nothing unless bad rows are to be
/// skipped; the same file twice stores nothing twice. Memory does not grow with the file.
/// </summary>
public sealed class ImportInteractions(
    IServiceTrackerDb db, InteractionWriter writer, RollupUpdate rollups, MasterDataCache cache, ImportProgress progress, AuditTrail audit,
    IEnumerable<IInteractionReader> readers, TimeProvider clock, ILogger<ImportInteractions> log)
{
    /// <summary>Most errors that are kept of one import; further ones are only counted.</summary>
    public const int MaxErrorsKept = 100_000;

    private const int RowsAtOnce = 1000;

    // In characters, of one error: all that are kept of a file are a hundred megabytes at most.
    private const int LongestColumn = 200, LongestMessage = 500;

    // Lines of rollups kept in memory, at about half a kilobyte each.
    private const int MostSums = 50_000;

    /// <summary>What is wrong with the wishes themselves, before any file is read.</summary>
    public Result<ImportRun>? Refusal(Actor actor, ImportOptions options)
    {
        if (!actor.SeesEverybody) return new Result<ImportRun>.Forbidden("Importing is for managers, ops and administrators.");
        if (options.CreateMissing && !actor.IsAdmin) return new Result<ImportRun>.Forbidden("createMissing makes sites and people, which is for an administrator.");
        var errors = new List<FieldError>();
        if (readers.All(r => r.Format != options.Format))
            errors.Add(new("$.format", FieldError.Invalid, $"One of: {string.Join(", ", readers.Select(r => r.Format))}."));
        if (!SnakeCase<Source>.TryParse(options.Source, out _))
            errors.Add(new("$.source", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<Source>.All)}."));
        if (options.Zone is not null && !BusinessCalendar.TryFindZone(options.Zone, out _))
            errors.Add(new("$.zone", FieldError.Invalid, $"“{options.Zone}” is not an IANA time zone known here; write it like Europe/London."));
        return errors.Count > 0 ? new Result<ImportRun>.Invalid(errors) : null;
    }

    /// <summary>Records that an import begins, so that its progress can be asked for.</summary>
    public async Task<Result<ImportRun>> BeginAsync(Actor actor, Guid? id, ImportOptions options, CancellationToken cancellation)
    {
        if (Refusal(actor, options) is { } refusal) return refusal;
        var now = clock.GetUtcNow();
        var run = new ImportRun
        {
            Id = id ?? Guid.CreateVersion7(now),
            Format = options.Format,
            FileName = options.FileName,
            StartedAt = now.UtcDateTime,
            StartedBy = actor.Id,
            StartedByName = actor.Name,
        };
        if (await db.Imports.AnyAsync(i => i.Id == run.Id, cancellation))
            return new Result<ImportRun>.Conflict($"There is an import {run.Id} already; ask for its result instead.");
        db.Imports.Add(run);
        await db.SaveChangesAsync(cancellation);
        return new Result<ImportRun>.Ok(run, IsNew: true);
    }

    /// <summary>Takes in the file of an import that has begun.</summary>
    /// <param name="actor">Who imports.</param>
    /// <param name="run">The import, as <see cref="BeginAsync"/> gave it.</param>
    /// <param name="path">The file on this server; it is read twice or three times and left where it is.</param>
    /// <param name="options">How to read it.</param>
    public async Task<ImportRun> RunAsync(Actor actor, ImportRun run, string path, ImportOptions options, CancellationToken cancellation)
    {
        run.Bytes = new FileInfo(path).Length;
        progress.Report(run);
        try
        {
            await TakeInAsync(new Job(actor, run, path, options, readers.First(r => r.Format == options.Format)), cancellation);
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException) log.LogError(e, "Import {Import} broke off", run.Id);
            (run.Status, run.Stored, run.Duplicates) = (ImportStatus.Failed, 0, 0);
            await FinishAsync(actor, run, [], CancellationToken.None);
            throw;
        }
        finally
        {
            progress.End(run.Id);
        }

        return run;
    }

    private async Task TakeInAsync(Job job, CancellationToken cancellation)
    {
        var run = job.Run;
        var master = await cache.GetAsync(db, cancellation);
        var missing = new MissingReferences(master, job.Options.Zone);
        if (job.Options.CreateMissing)
        {
            foreach (var row in Rows(job, master))
            {
                cancellation.ThrowIfCancellationRequested();
                if (row.Entry is { } entry) missing.Note(entry);
            }
        }

        var (errors, isWhole) = await CheckAsync(job, missing.Added(), cancellation);
        if (missing.LacksZone) errors.Insert(0, Error(job, 1, new CellError("site", FieldError.Required, "The file names new sites: say with zone= in which time zone they lie.")));
        // What could not be read to its end is not taken in by halves, whatever is wished for bad rows.
        if (errors.Count > 0 && (!job.Options.SkipBadRows || missing.LacksZone || !isWhole))
        {
            run.Status = ImportStatus.Rejected;
            await FinishAsync(job.Actor, run, errors, cancellation);
            return;
        }

        run.Status = ImportStatus.Storing;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var conflicts = await StoreAsync(job, await missing.CreateAsync(db, cancellation), cancellation);
        errors.AddRange(conflicts);
        if (conflicts.Count > 0 && !job.Options.SkipBadRows)
        {
            await transaction.RollbackAsync(cancellation);
            (run.Status, run.Stored, run.Duplicates) = (ImportStatus.Rejected, 0, 0);
        }
        else
        {
            await transaction.CommitAsync(cancellation);
            run.Status = ImportStatus.Done;
        }

        await FinishAsync(job.Actor, run, errors, cancellation);
    }

    private async Task<(List<ImportError> Errors, bool IsWhole)> CheckAsync(Job job, MasterData master, CancellationToken cancellation)
    {
        var errors = new List<ImportError>();
        var isWhole = true;
        var intake = new InteractionIntake(master, job.Actor, clock.GetUtcNow().UtcDateTime, job.Run.Id);
        await foreach (var rows in AheadAsync(Rows(job, master).Chunk(RowsAtOnce), cancellation))
        {
            foreach (var row in rows)
            {
                var wrong = Check(job, master, intake, row);
                if (wrong.Count == 0) continue;
                job.Run.Rejected++;
                // Where reading ended is told first: it may stand behind more errors than anybody reads.
                if (row.EndsReading) errors.InsertRange(0, wrong.Select(e => Error(job, row.Line, e)));
                else errors.AddRange(wrong.Take(MaxErrorsKept - errors.Count).Select(e => Error(job, row.Line, e)));
                isWhole &= !row.EndsReading;
            }

            job.Run.Rows += rows.Length;
        }

        return (errors, isWhole);
    }

    private async Task<List<ImportError>> StoreAsync(Job job, MasterData master, CancellationToken cancellation)
    {
        var run = job.Run;
        var conflicts = new List<ImportError>();
        var intake = new InteractionIntake(master, job.Actor, clock.GetUtcNow().UtcDateTime, run.Id);
        var sums = new RollupSums(master.Baselines);
        await foreach (var (records, lines) in AheadAsync(Rows(job, master).Chunk(RowsAtOnce).Select(c => Good(intake, c)), cancellation))
        {
            var outcomes = await writer.WriteAsync(records, sums, cancellation);
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i].Status == WriteStatus.Stored) run.Stored++;
                else if (outcomes[i].Status == WriteStatus.Same) run.Duplicates++;
                else
                {
                    run.Rejected++;
                    if (conflicts.Count < MaxErrorsKept)
                        conflicts.Add(Error(job, lines[i], new CellError(job.Reader.ColumnOf("$.externalId", master), "conflict", "This external id is stored already, or stands earlier in the file, with other content.")));
                }
            }

            // A file of many years and people must not fill the memory with sums.
            if (sums.Lines < MostSums) continue;
            await rollups.MergeAsync(sums, cancellation);
            sums = new RollupSums(master.Baselines);
        }

        await rollups.MergeAsync(sums, cancellation);
        return conflicts;
    }

    // One portion is read while the one before it is judged or stored: two processors at work on a file instead of one.
    private static async IAsyncEnumerable<T> AheadAsync<T>(IEnumerable<T> portions, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var source = portions.GetEnumerator();
        var next = Task.Run(source.MoveNext, CancellationToken.None);
        try
        {
            while (await next)
            {
                cancellation.ThrowIfCancellationRequested();
                var portion = source.Current;
                next = Task.Run(source.MoveNext, CancellationToken.None);
                yield return portion;
            }
        }
        finally
        {
            // Whoever stops early must not leave somebody reading a file that is about to be closed.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static (List<InteractionRecord> Records, List<long> Lines) Good(InteractionIntake intake, ImportRow[] rows)
    {
        var records = new List<InteractionRecord>(rows.Length);
        var lines = new List<long>(rows.Length);
        foreach (var row in rows)
        {
            // What is wrong with the others was noted when the file was checked.
            if (row.Entry is null || row.Errors.Count > 0 || intake.Read(row.Entry, []) is not { } record) continue;
            records.Add(record);
            lines.Add(row.Line);
        }

        return (records, lines);
    }

    private static IReadOnlyList<CellError> Check(Job job, MasterData master, InteractionIntake intake, ImportRow row)
    {
        if (row.Entry is null || row.Errors.Count > 0) return row.Errors;
        var errors = new List<FieldError>();
        intake.Check(row.Entry, errors);
        return errors.Count == 0 ? [] : [.. errors.Select(e => new CellError(job.Reader.ColumnOf(e.Path, master), e.Code, e.Message))];
    }

    private static IEnumerable<ImportRow> Rows(Job job, MasterData master)
    {
        using var file = new FileStream(job.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        foreach (var row in job.Reader.Read(file, job.Options, master))
        {
            job.Run.BytesRead = file.Position;
            yield return row;
        }
    }

    // A message may quote a cell, and a cell may hold what no store keeps, and a million characters of it.
    private static ImportError Error(Job job, long line, CellError error) => new()
    {
        ImportId = job.Run.Id,
        Line = line,
        Column = Short(error.Column, LongestColumn),
        Code = error.Code,
        Message = Short(error.Message, LongestMessage),
    };

    private static string Short(string text, int longest)
    {
        if (text.Length <= longest) return StorableText.Of(text);
        // Not between the halves of a character, which no store would keep.
        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return StorableText.Of(text[..end]) + "…";
    }

    private async Task FinishAsync(Actor actor, ImportRun run, List<ImportError> errors, CancellationToken cancellation)
    {
        run.FinishedAt = clock.GetUtcNow().UtcDateTime;
        ((DbContext)db).ChangeTracker.Clear();
        db.Imports.Update(run);
        audit.Record(actor, "import.finished", $"import/{run.Id}", null, new { status = SnakeCase<ImportStatus>.Text(run.Status), run.FileName, run.Rows, run.Stored, run.Duplicates, run.Rejected });
        await db.SaveChangesAsync(cancellation);
        var position = 0;
        foreach (var some in errors.Chunk(RowsAtOnce))
        {
            db.ImportErrors.AddRange(some.Select(e => new ImportError
            {
                ImportId = e.ImportId,
                Position = position++,
                Line = e.Line,
                Column = e.Column,
                Code = e.Code,
                Message = e.Message,
            }));
            await db.SaveChangesAsync(cancellation);
            ((DbContext)db).ChangeTracker.Clear();
        }
    }

    private sealed record Job(Actor Actor, ImportRun Run, string Path, ImportOptions Options, IInteractionReader Reader);
}
