using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>
/// Takes in a file: one pass checks every row, a second one stores them in one transaction. All or nothing unless bad rows are to be
/// skipped; the same file twice stores nothing twice. Memory does not grow with the file.
/// </summary>
public sealed class ImportInteractions(
    IServiceTrackerDb db, IImportClaims claims, InteractionWriter writer, StoredRetries retries, RollupUpdate rollups, MasterDataReader masterData, ImportProgress progress, ImportTurns turns,
    LookAlike lookAlike, AuditTrail audit, IInteractionStore store, IEnumerable<IInteractionReader> readers, TimeProvider clock, ILogger<ImportInteractions> log)
{
    /// <summary>Most errors that are kept of one import; further ones are only counted.</summary>
    public const int MaxErrorsKept = 100_000;

    /// <summary>Most errors that are kept of one row, the header among them; further ones are told by their number.</summary>
    public const int MaxErrorsOfRow = 100;

    private const int RowsAtOnce = 1000;

    // In characters, of one error: all that are kept of a file are a hundred megabytes at most.
    private const int LongestColumn = 200, LongestMessage = 500;

    // Lines of rollups kept in memory, at about half a kilobyte each.
    private const int MostSums = 50_000;

    /// <summary>The code of the refusal of a file that was taken in before and whose rows carry no key by which each would be recognised.</summary>
    public const string SameFile = "same_file";

    private const string SameFileMessage = "This very file was taken in before, and its rows have no external ids by which each would be recognised. Nothing was stored. Insist with again if it is meant.";

    /// <summary>What is wrong with the wishes themselves, before any file is read.</summary>
    public Refusal? RefusalOf(Actor actor, ImportOptions options)
    {
        if (!actor.SeesEverybody) return Refusal.Forbidden("Importing is for managers, ops and administrators.");
        if (options.CreateMissing && !actor.IsAdmin) return Refusal.Forbidden("createMissing makes sites and people, which is for an administrator.");
        var errors = new List<FieldError>();
        if (readers.All(r => r.Format != options.Format))
            errors.Add(new("$.format", FieldError.Invalid, $"One of: {string.Join(", ", readers.Select(r => r.Format))}."));
        if (!SnakeCase<Source>.TryParse(options.Source, out _))
            errors.Add(new("$.source", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<Source>.All)}."));
        if (options.Zone is not null && !BusinessCalendar.TryFindZone(options.Zone, out _))
            errors.Add(new("$.zone", FieldError.Invalid, $"“{options.Zone}” is not an IANA time zone known here; write it like Europe/London."));
        if (options.FileName is { } name && (name.Length > ImportRun.MaxFileName || name.Any(char.IsControl)))
            errors.Add(new("$.fileName", FieldError.Invalid, $"At most {ImportRun.MaxFileName} characters, and no control characters."));
        return errors.Count > 0 ? Refusal.Invalid(errors) : null;
    }

    /// <summary>Records that an import begins, so that its progress can be asked for.</summary>
    /// <param name="actor">Who imports.</param>
    /// <param name="id">The id that the client chose.</param>
    /// <param name="path">The file on this server.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ImportRun>> BeginAsync(Actor actor, Guid? id, string path, ImportOptions options, CancellationToken cancellation)
    {
        if (RefusalOf(actor, options) is { } refusal) return refusal;
        var hash = await HashAsync(path, cancellation);
        if (!options.Again && await IsTakenInAsync(hash, cancellation)) return Refusal.Conflict(SameFileMessage, SameFile);
        var now = clock.GetUtcNow();
        var run = new ImportRun
        {
            Id = id ?? Guid.CreateVersion7(now),
            Format = options.Format,
            FileName = options.FileName,
            IsTrial = options.IsTrial,
            StartedAt = now.UtcDateTime,
            StartedBy = actor.Id,
            StartedByName = actor.Name,
        };
        var claim = await claims.TryTakeAsync(run.Id, cancellation);
        try
        {
            var earlier = await db.Imports.SingleOrDefaultAsync(i => i.Id == run.Id, cancellation);
            // What broke off stored nothing: whoever began it may begin it anew.
            if (claim is null || (earlier is not null && (earlier.Status != ImportStatus.Failed || earlier.StartedBy != actor.Id)))
                return Refusal.Conflict($"There is an import {run.Id} already; ask for its result instead.");
            if (earlier is not null)
            {
                db.Imports.Remove(earlier);
                db.ImportErrors.RemoveRange(db.ImportErrors.Where(e => e.ImportId == run.Id));
                await db.SaveChangesAsync(cancellation);
                db.ChangeTracker.Clear();
            }

            db.Imports.Add(run);
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
            run.FileHash = hash;
            progress.Keep(run.Id, claim);
            claim = null;
        }
        finally
        {
            if (claim is not null) await claim.DisposeAsync();
        }

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
            if (await IsDoneAsync(run)) return run;
            var trouble = store.TroubleOf(e);
            if (trouble.IsOfStore()) log.LogError("Import {Import} broke off. {Trouble} ({Reason})", run.Id, trouble.Sentence(), e.GetBaseException().Message);
            else if (e is not OperationCanceledException) log.LogError(e, "Import {Import} broke off", run.Id);
            (run.Stored, run.Duplicates, run.Created) = (0, 0, null);
            run.Failure = e is OperationCanceledException ? "It was stopped: the server ended, or the sender went away."
                : trouble.IsOfStore() ? trouble.Sentence()
                : "A fault in the program or the store; the server's log says more.";
            await FinishAsync(actor, run, ImportStatus.Failed, [], CancellationToken.None);
            throw;
        }
        finally
        {
            progress.End(run.Id);
            await progress.GiveBackAsync(run.Id);
        }

        return run;
    }

    private async Task TakeInAsync(Job job, CancellationToken cancellation)
    {
        var run = job.Run;
        var master = await masterData.GetAsync(cancellation);
        var missing = new MissingReferences(master, lookAlike, job.Options);
        if (job.Options.CreateMissing)
        {
            foreach (var row in Rows(job, master))
            {
                cancellation.ThrowIfCancellationRequested();
                if (row.Entry is { } entry) missing.Note(entry);
            }
        }

        var (errors, isWhole) = await CheckAsync(job, missing, cancellation);
        if (missing.LacksZone) errors.Insert(0, Error(job, 1, new CellError("site", FieldError.Required, "The file names new sites: say with zone= in which time zone they lie.")));
        // What could not be read to its end is not taken in by halves, whatever is wished for bad rows.
        if (errors.Count > 0 && (!job.Options.SkipBadRows || missing.LacksZone || !isWhole))
        {
            await FinishAsync(job.Actor, run, ImportStatus.Rejected, errors, cancellation);
            return;
        }

        // Told anew by the second reading: people, dates and baselines may change between the two.
        errors.Clear();
        (run.Status, run.Rejected) = (ImportStatus.Storing, 0);
        using (await turns.TakeAsync(cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            (var added, run.Created) = await missing.CreateAsync(db, cancellation);
            errors = await StoreAsync(job, added, missing, cancellation);
            // Another import of the same file may have ended while this one was checked.
            if (!job.Options.Again && job.HasRowsWithoutKey && await IsTakenInAsync(run.FileHash!, cancellation))
                errors.Insert(0, Error(job, 1, new CellError("", SameFile, SameFileMessage)));
            var isOutdated = await IsSomebodyGoneAsync(added, cancellation);
            if (isOutdated) errors.Insert(0, Error(job, 1, new CellError("staff", "conflict", "Two people were joined meanwhile. Nothing is stored; import the file again.")));
            var isRefused = isOutdated || (errors.Count > 0 && (!job.Options.SkipBadRows || errors[0].Code == SameFile));
            if (isRefused) (run.Stored, run.Duplicates, run.Created) = (0, 0, null);
            if (!job.HasRowsWithoutKey || run.IsTrial) run.FileHash = null;
            // Of a trial and of what is refused no row stays; of everything else the rows and what is told of them are there at one moment.
            if (isRefused || run.IsTrial) await transaction.RollbackAsync(cancellation);
            await FinishAsync(job.Actor, run, isRefused ? ImportStatus.Rejected : ImportStatus.Done, errors, cancellation);
        }
    }

    // Whoever was joined with somebody else during the import is not there any more, and rows may name them. Nobody is joined from here to the commit.
    private async Task<bool> IsSomebodyGoneAsync(MasterData used, CancellationToken cancellation)
    {
        await store.LockBaselinesAsync(db, toPublish: false, cancellation);
        var people = (await db.Staff.Select(s => s.Id).ToListAsync(cancellation)).ToHashSet();
        return used.Staff.All.Any(p => !people.Contains(p.Id));
    }

    private async Task<(List<ImportError> Errors, bool IsWhole)> CheckAsync(Job job, MissingReferences missing, CancellationToken cancellation)
    {
        var errors = new List<ImportError>();
        var isWhole = true;
        var master = missing.Added();
        var intake = new InteractionIntake(master, job.Actor, clock.GetUtcNow().UtcDateTime, job.Run.Id);
        await foreach (var rows in AheadAsync(Rows(job, master).Chunk(RowsAtOnce), cancellation))
        {
            var bad = new List<(ImportRow Row, IReadOnlyList<CellError> Errors)>();
            foreach (var row in rows)
            {
                var wrong = Check(job, master, missing, intake, row);
                if (wrong.Count > 0) bad.Add((row, wrong));
                else missing.Use(row.Entry!);
            }

            foreach (var (row, wrong) in await NotStoredAsync(job, bad, master, cancellation))
            {
                job.Run.Rejected++;
                // Where reading ended is told first: it may stand behind more errors than anybody reads.
                if (row.EndsReading) errors.InsertRange(0, Errors(job, row.Line, wrong));
                else errors.AddRange(Errors(job, row.Line, wrong).Take(MaxErrorsKept - errors.Count));
                isWhole &= !row.EndsReading;
            }

            job.Run.Rows += rows.Length;
        }

        return (errors, isWhole);
    }

    private async Task<List<ImportError>> StoreAsync(Job job, MasterData master, MissingReferences missing, CancellationToken cancellation)
    {
        var run = job.Run;
        var errors = new List<ImportError>();
        var intake = new InteractionIntake(master, job.Actor, clock.GetUtcNow().UtcDateTime, run.Id);
        var sums = new RollupSums(master.Baselines);
        await foreach (var (records, lines, bad) in AheadAsync(Rows(job, master).Chunk(RowsAtOnce).Select(c => Judged(job, master, missing, intake, c)), cancellation))
        {
            var found = new List<ImportError>();
            var rejected = await NotStoredAsync(job, bad, master, cancellation);
            run.Duplicates += bad.Count - rejected.Count;
            foreach (var (row, wrong) in rejected)
            {
                run.Rejected++;
                found.AddRange(Errors(job, row.Line, wrong));
            }

            var outcomes = records.Count == 0 ? [] : await writer.WriteAsync(records, sums, cancellation);
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i].Status == WriteStatus.Stored)
                {
                    run.Stored++;
                    job.HasRowsWithoutKey |= records[i] is { HasGivenId: false, Interaction.ExternalId: null };
                }
                else if (outcomes[i].Status == WriteStatus.Same) run.Duplicates++;
                else
                {
                    run.Rejected++;
                    found.Add(Error(job, lines[i], Conflict(job, master)));
                }
            }

            errors.AddRange(found.OrderBy(e => e.Line).Take(MaxErrorsKept - errors.Count));
            // A file of many years and people must not fill the memory with sums.
            if (sums.Lines < MostSums) continue;
            await rollups.MergeAsync(sums, [], cancellation);
            sums = new RollupSums(master.Baselines);
        }

        await rollups.MergeAsync(sums, [], cancellation);
        return errors;
    }

    // Rows that are there already were judged when they came first. As they are in the file they are duplicates, with other content they contradict.
    private async Task<List<(ImportRow Row, IReadOnlyList<CellError> Errors)>> NotStoredAsync(
        Job job, List<(ImportRow Row, IReadOnlyList<CellError> Errors)> bad, MasterData master, CancellationToken cancellation)
    {
        var readable = bad.Index().Where(b => b.Item.Row is { Entry: not null, Errors.Count: 0 }).ToList();
        if (readable.Count == 0) return bad;
        var found = await retries.FindAsync(job.Actor, [.. readable.Select(b => b.Item.Row.Entry!)], master, cancellation);
        var stored = found.ToDictionary(f => readable[f.Key].Index, f => f.Value.IsSame);
        return [.. bad.Index().Where(b => !stored.GetValueOrDefault(b.Index)).Select(b => stored.ContainsKey(b.Index) ? (b.Item.Row, [Conflict(job, master)]) : b.Item)];
    }

    private static CellError Conflict(Job job, MasterData master) => new(
        job.Reader.ColumnOf("$.externalId", master), "conflict", "This external id is stored already, or stands earlier in the file, with other content.");

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

    private static (List<InteractionRecord> Records, List<long> Lines, List<(ImportRow Row, IReadOnlyList<CellError> Errors)> Bad) Judged(
        Job job, MasterData master, MissingReferences missing, InteractionIntake intake, ImportRow[] rows)
    {
        var records = new List<InteractionRecord>(rows.Length);
        var lines = new List<long>(rows.Length);
        var bad = new List<(ImportRow, IReadOnlyList<CellError>)>();
        foreach (var row in rows)
        {
            var errors = new List<FieldError>();
            if (row.Entry is { } entry && row.Errors.Count == 0 && intake.Read(entry, errors) is { } record)
            {
                records.Add(record);
                lines.Add(row.Line);
            }
            else bad.Add((row, ErrorsOf(job, master, missing, row, errors)));
        }

        return (records, lines, bad);
    }

    private static IReadOnlyList<CellError> Check(Job job, MasterData master, MissingReferences missing, InteractionIntake intake, ImportRow row)
    {
        var errors = new List<FieldError>();
        if (row.Entry is not null && row.Errors.Count == 0) intake.Check(row.Entry, errors);
        return ErrorsOf(job, master, missing, row, errors);
    }

    private static IReadOnlyList<CellError> ErrorsOf(Job job, MasterData master, MissingReferences missing, ImportRow row, List<FieldError> errors) =>
        row.Entry is not { } entry || row.Errors.Count > 0 ? row.Errors
        : errors.Count == 0 ? []
        : [.. errors.Select(e => (e.Code == FieldError.UnknownReference ? missing.WhyNot(entry, e.Path) : null) is { } why
            ? new CellError(job.Reader.ColumnOf(e.Path, master), why.Code, why.Message, why.SameAs)
            : new CellError(job.Reader.ColumnOf(e.Path, master), e.Code, e.Message))];

    private static async Task<byte[]> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return await SHA256.HashDataAsync(file, cancellation);
    }

    private Task<bool> IsTakenInAsync(byte[] hash, CancellationToken cancellation) =>
        db.Imports.AsNoTracking().AnyAsync(i => i.FileHash == hash && i.Status == ImportStatus.Done, cancellation);

    private static IEnumerable<ImportRow> Rows(Job job, MasterData master)
    {
        using var file = new FileStream(job.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        foreach (var row in job.Reader.Read(file, job.Options, master))
        {
            job.Run.BytesRead = file.Position;
            yield return row;
        }
    }

    private static IEnumerable<ImportError> Errors(Job job, long line, IReadOnlyList<CellError> errors)
    {
        foreach (var error in errors.Take(MaxErrorsOfRow)) yield return Error(job, line, error);
        if (errors.Count - MaxErrorsOfRow is var rest and > 0)
            yield return Error(job, line, new CellError("", "more_errors", $"{rest} more errors of this line are not listed; put right those that are, and send the file again."));
    }

    // A message may quote a cell, and a cell may hold what no store keeps, and a million characters of it.
    private static ImportError Error(Job job, long line, CellError error) => new()
    {
        ImportId = job.Run.Id,
        Line = line,
        Column = StorableText.Of(StorableText.Shortened(error.Column, LongestColumn)),
        Code = error.Code,
        Message = StorableText.Of(StorableText.Shortened(error.Message, LongestMessage)),
        SameAs = error.SameAs,
    };

    // What goes wrong at a commit may come behind it: then everything is stored, and the store says so.
    private async Task<bool> IsDoneAsync(ImportRun run)
    {
        try
        {
            var stored = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == run.Id && i.Status == ImportStatus.Done, CancellationToken.None);
            if (stored is null) return false;
            (run.Status, run.FinishedAt, run.FileHash) = (stored.Status, stored.FinishedAt, stored.FileHash);
            return true;
        }
        catch (Exception e) when (store.TroubleOf(e).IsOfStore())
        {
            // Whoever clears away what is left under way finds out once the store answers.
            return false;
        }
    }

    // Commits the open transaction, or one of its own: a program that ends before leaves an import under way, and one that ends behind it an ended one.
    private async Task FinishAsync(Actor actor, ImportRun run, ImportStatus status, List<ImportError> errors, CancellationToken cancellation)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        // Whoever asks for the progress sees it as under way until it is committed.
        var ended = run.Ended(status, clock.GetUtcNow().UtcDateTime);
        db.ChangeTracker.Clear();
        db.Imports.Update(ended);
        audit.Record(actor, run.IsTrial ? "import.tried" : "import.finished", $"import/{run.Id}", null, new { status = SnakeCase<ImportStatus>.Text(status), run.FileName, run.Rows, run.Stored, run.Duplicates, run.Rejected });
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
                SameAs = e.SameAs,
            }));
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }

        await db.Database.CommitTransactionAsync(CancellationToken.None);
        (run.Status, run.FinishedAt, run.FileHash) = (ended.Status, ended.FinishedAt, ended.FileHash);
    }

    private sealed record Job(Actor Actor, ImportRun Run, string Path, ImportOptions Options, IInteractionReader Reader)
    {
        /// <summary>Whether a row was stored by which the same file would not be recognised.</summary>
        public bool HasRowsWithoutKey { get; set; }
    }
}
