using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>
/// Takes in a file: one pass checks every row, a second one stores them in one transaction. All or nothing unless bad rows are to be
/// skipped; the same file twice stores nothing twice. Memory does not grow with the file.
/// </summary>
public sealed class ImportInteractions(
    IServiceTrackerDb db, IImportClaims claims, ImportPasses passes, MasterDataReader masterData, ImportProgress progress,
    ImportTurns turns, LookAlike lookAlike, AuditTrail audit, IInteractionStore store, IEnumerable<IInteractionReader> readers,
    TimeProvider clock, ILogger<ImportInteractions> log)
{
    /// <summary>
    /// The code of the refusal of a file that was taken in before and whose rows carry no key by which each would be recognised.
    /// </summary>
    public const string SameFile = "same_file";

    private const string SameFileMessage =
        "This very file was taken in before, and its rows have no external ids by which each would be recognised. Nothing was stored. " +
        "Insist with again if it is meant.";

    private static readonly CellError LacksZone = new(
        "site", FieldError.Required, "The file names new sites: say with zone= in which time zone they lie.");

    /// <summary>What is wrong with the wishes themselves, before any file is read.</summary>
    public Refusal? RefusalOf(Actor actor, ImportOptions options) =>
        ImportWishes.RefusalOf(actor, options, [.. readers.Select(r => r.Format)]);

    /// <summary>Records that an import begins, so that its progress can be asked for.</summary>
    /// <param name="actor">Who imports.</param>
    /// <param name="id">The id that the client chose.</param>
    /// <param name="path">The file on this server.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ImportRun>> BeginAsync(
        Actor actor, Guid? id, string path, ImportOptions options, CancellationToken cancellation)
    {
        if (RefusalOf(actor, options) is { } refusal) return refusal;
        var hash = await TakenFiles.HashAsync(path, cancellation);
        if (!options.Again && await TakenFiles.HasAsync(db, hash, cancellation)) return Refusal.Conflict(SameFileMessage, SameFile);
        var now = clock.GetUtcNow();
        var run = new ImportRun
        {
            Id = id ?? Guid.CreateVersion7(now),
            Format = options.Format,
            FileName = options.FileName,
            IsTrial = options.IsTrial,
            Mapping = options.MappingName,
            MappingVersion = options.MappingVersion,
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
            await TakeInAsync(new ImportJob(actor, run, path, options, readers.First(r => r.Format == options.Format)), cancellation);
        }
        catch (Exception e)
        {
            if (await IsDoneAsync(run)) return run;
            var trouble = store.TroubleOf(e);
            if (trouble.IsOfStore())
                log.LogError("Import {Import} broke off. {Trouble} ({Reason})", run.Id, trouble.Sentence(), e.GetBaseException().Message);
            else if (e is not OperationCanceledException) log.LogError(e, "Import {Import} broke off", run.Id);
            (run.Stored, run.Duplicates, run.Created, run.Head) = (0, 0, null, null);
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

    private async Task TakeInAsync(ImportJob job, CancellationToken cancellation)
    {
        var run = job.Run;
        var master = await masterData.GetAsync(cancellation);
        var missing = new MissingReferences(master, lookAlike, job.Options);
        if (job.Options.CreateMissing)
        {
            foreach (var row in job.Rows(master))
            {
                cancellation.ThrowIfCancellationRequested();
                if (row.Entry is { } entry) missing.Note(entry);
            }
        }

        var (errors, isWhole) = await passes.CheckAsync(job, missing, cancellation);
        // What could not be read to its end is not taken in by halves, whatever is wished for bad rows.
        if (missing.LacksZone || (errors.Count > 0 && (!job.Options.SkipBadRows || !isWhole)))
        {
            RefusedRows.Keep(job, master, errors);
            if (missing.LacksZone) errors.Insert(0, job.ErrorOf(1, LacksZone));
            await FinishAsync(job.Actor, run, ImportStatus.Rejected, errors, cancellation);
            return;
        }

        // Told anew by the second reading: people, dates and baselines may change between the two.
        errors.Clear();
        (run.Status, run.Rejected) = (ImportStatus.Storing, 0);
        using (await turns.TakeAsync(cancellation))
        {
            store.AllowMinutes(db);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            (var added, run.Created) = await missing.CreateAsync(db, cancellation);
            errors = await passes.StoreAsync(job, added, missing, cancellation);
            RefusedRows.Keep(job, added, errors);
            // Another import of the same file may have ended while this one was checked.
            if (!job.Options.Again && job.HasRowsWithoutKey && await TakenFiles.HasAsync(db, run.FileHash!, cancellation))
                errors.Insert(0, job.ErrorOf(1, new CellError("", SameFile, SameFileMessage)));
            var changed = await ChangedMeanwhile.FindAsync(db, store, added, cancellation);
            if (changed is { } why) errors.Insert(0, job.ErrorOf(1, why));
            var isRefused = changed is not null || (errors.Count > 0 && (!job.Options.SkipBadRows || errors[0].Code == SameFile));
            if (isRefused) (run.Stored, run.Duplicates, run.Created) = (0, 0, null);
            if (!job.HasRowsWithoutKey || run.IsTrial) run.FileHash = null;
            // Of a trial and of what is refused no row stays; of everything else the rows and what is told of them are there at one moment.
            if (isRefused || run.IsTrial) await transaction.RollbackAsync(cancellation);
            await FinishAsync(job.Actor, run, isRefused ? ImportStatus.Rejected : ImportStatus.Done, errors, cancellation);
        }
    }

    // What goes wrong at a commit may come behind it: then everything is stored, and the store says so.
    private async Task<bool> IsDoneAsync(ImportRun run)
    {
        try
        {
            var stored = await db.Imports.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == run.Id && i.Status == ImportStatus.Done, CancellationToken.None);
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

    // Commits the open transaction, or one of its own: a program that ends before leaves an import under way, and one that ends behind it
    // an ended one.
    private async Task FinishAsync(
        Actor actor, ImportRun run, ImportStatus status, List<ImportError> errors, CancellationToken cancellation)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        // Whoever asks for the progress sees it as under way until it is committed.
        var ended = run.Ended(status, clock.GetUtcNow().UtcDateTime);
        db.ChangeTracker.Clear();
        db.Imports.Update(ended);
        audit.Record(
            actor, run.IsTrial ? "import.tried" : "import.finished", $"import/{run.Id}", null,
            new { status = SnakeCase<ImportStatus>.Text(status), run.FileName, run.Rows, run.Stored, run.Duplicates, run.Rejected });
        await db.SaveChangesAsync(cancellation);
        await KeptErrors.AddAsync(db, errors, cancellation);
        await db.Database.CommitTransactionAsync(CancellationToken.None);
        (run.Status, run.FinishedAt, run.FileHash) = (ended.Status, ended.FinishedAt, ended.FileHash);
    }
}
