using System.Reflection;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>
/// Seals a site's week: keeps its files as they are, with a receipt. All that takes time is done before the transaction, from one state of
/// the store; whoever seals at the same site meanwhile takes the next link of its chain, and this one begins anew. So there is one revision
/// however many seal at once, and wherever a program is killed there is a whole one or none.
/// </summary>
public sealed class SealWeek(
    IServiceTrackerDb db, IStore store, IRollupStore rollups, RollupUpdate update, WeeklyFiles files, SealSchedule schedule,
    DueDeliveries deliveries, AuditTrail audit, TimeProvider clock)
{
    // Somebody else comes first as often as there are servers and callers who seal at this site in the same second.
    private const int MostAttempts = 5;

    // The queue is emptied first, so that nothing that is in the files is told as a change afterwards. What others hand in meanwhile waits.
    private const int MostPortions = 20;

    private static readonly string Program = typeof(SealWeek).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Seals a week, unless nothing changed since the newest revision.</summary>
    /// <param name="actor">Who has it sealed.</param>
    /// <param name="site">The site; whether it is theirs is asked by the caller.</param>
    /// <param name="week">The week.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The newest revision, and whether it is new; refused while the week is not over.</returns>
    public async Task<Result<WeekSeal>> RunAsync(Actor actor, Site site, IsoWeek week, CancellationToken cancellation)
    {
        if (clock.GetUtcNow().UtcDateTime < SealSchedule.EndOf(week, site))
            return Refusal.NotAllowedNow($"{week} is not over at {site.Code}.", []);
        await TakeInAsync(cancellation);
        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            var (draft, last, newest) = await DraftAsync(site, week, cancellation);
            await using (draft)
            {
                if (newest is not null && await IsAsSealedAsync(draft, newest, cancellation))
                {
                    await TellSealedAsync(site.Id, week, draft.Changes, cancellation);
                    return new Result<WeekSeal>.Ok(newest);
                }

                var seal = Make(actor, site, week, draft, last, newest);
                try
                {
                    await StoreAsync(actor, site, week, draft, seal, cancellation);
                    return new Result<WeekSeal>.Ok(seal, IsNew: true);
                }
                catch (DbUpdateException) when (attempt < MostAttempts)
                {
                    db.ChangeTracker.Clear();
                    var known = last?.Number ?? 0;
                    // Nobody was first: it is the store.
                    if (!await db.WeekSeals.AnyAsync(s => s.SiteId == site.Id && s.Number > known, cancellation)) throw;
                }
            }
        }
    }

    /// <summary>Takes in what waits, so that how a week stands is what was logged until now.</summary>
    internal async Task TakeInAsync(CancellationToken cancellation)
    {
        for (var portion = 0; portion < MostPortions; portion++)
        {
            if ((await update.DrainAsync(cancellation)).Entries == 0) break;
        }
    }

    // One state of the store for all files, for the count of changes and for what they are compared with.
    private async Task<(DraftedWeek Draft, WeekSeal? Last, WeekSeal? Newest)> DraftAsync(
        Site site, IsoWeek week, CancellationToken cancellation)
    {
        store.AllowMinutes(db);
        var draft = new DraftedWeek();
        try
        {
            await using var snapshot = await rollups.BeginSnapshotAsync(db, cancellation);
            var seals = db.WeekSeals.AsNoTracking().Where(s => s.SiteId == site.Id);
            var last = await seals.OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellation);
            var newest = await seals.Where(s => s.WeekStart == week.Monday).OrderByDescending(s => s.Revision)
                .FirstOrDefaultAsync(cancellation);
            draft.Changes = await db.SiteWeeks.Where(w => w.SiteId == site.Id && w.WeekStart == week.Monday).Select(w => w.Changes)
                .SingleOrDefaultAsync(cancellation);
            // As the schedule sees them, whoever asked: the same data give the same bytes.
            foreach (var facts in ColumnCatalogue.Files)
            {
                await draft.AddAsync(facts.Name, target => files.WriteAsync(
                    Actor.Schedule, week, facts.File, site, CsvProfile.Standard, target, cancellation));
            }

            return (draft, last, newest);
        }
        catch
        {
            await draft.DisposeAsync();
            throw;
        }
    }

    // Work on flags goes on for months and changes no figure: a week is not sealed anew for that alone.
    private async Task<bool> IsAsSealedAsync(DraftedWeek draft, WeekSeal newest, CancellationToken cancellation)
    {
        var before = await db.SealedFiles.AsNoTracking()
            .Where(f => f.SiteId == newest.SiteId && f.WeekStart == newest.WeekStart && f.Revision == newest.Revision)
            .ToDictionaryAsync(f => f.Name, f => f.Sha256, cancellation);
        return draft.Files.Where(f => f.Name != ColumnCatalogue.Of(WeeklyFile.Flags).Name)
            .All(f => before.GetValueOrDefault(f.Name) == f.Sha256);
    }

    private WeekSeal Make(Actor actor, Site site, IsoWeek week, DraftedWeek draft, WeekSeal? last, WeekSeal? newest)
    {
        // As exact as every store keeps it.
        var now = clock.GetUtcNow().UtcDateTime;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var due = schedule.FirstOf(week, site);
        var late = newest is null && now >= due + SealSchedule.Punctual;
        var (revision, number) = ((newest?.Revision ?? 0) + 1, (last?.Number ?? 0) + 1);
        var receipt = new SealReceipt(
            site.Code, week.ToString(), revision, number, now, due, late, actor.Name, Program, ColumnCatalogue.Version,
            [.. draft.Files.Select(f => new SealReceipt.Line(f.Name, f.Rows, f.Sha256, f.Bytes))], last?.ReceiptHash).Write();
        return new WeekSeal
        {
            SiteId = site.Id,
            WeekStart = week.Monday,
            Revision = revision,
            Number = number,
            SealedAt = now,
            DueAt = due,
            IsLate = late,
            By = actor.Id,
            ByName = actor.Name,
            Receipt = receipt,
            ReceiptHash = SealReceipt.HashOf(receipt),
            PreviousHash = last?.ReceiptHash,
        };
    }

    private async Task StoreAsync(
        Actor actor, Site site, IsoWeek week, DraftedWeek draft, WeekSeal seal, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // First, since it is what two who seal at once meet at.
        db.WeekSeals.Add(seal);
        db.SealedFiles.AddRange(draft.Files.Select(f => new SealedFile
        {
            SiteId = seal.SiteId,
            WeekStart = seal.WeekStart,
            Revision = seal.Revision,
            Name = f.Name,
            Rows = f.Rows,
            Bytes = f.Bytes,
            Sha256 = f.Sha256,
        }));
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        foreach (var file in draft.Files)
        {
            var position = 0;
            await foreach (var piece in draft.PiecesAsync(file).WithCancellation(cancellation))
            {
                db.SealedPieces.Add(new SealedPiece
                {
                    SiteId = seal.SiteId,
                    WeekStart = seal.WeekStart,
                    Revision = seal.Revision,
                    Name = file.Name,
                    Position = position++,
                    Content = piece,
                });
                await db.SaveChangesAsync(cancellation);
                db.ChangeTracker.Clear();
            }
        }

        await TellSealedAsync(seal.SiteId, week, draft.Changes, cancellation);
        audit.Record(
            actor, "week.sealed", $"{site.Code}/{week}", null,
            new { seal.Revision, seal.IsLate, receipt = seal.ReceiptHash }, site.Id);
        await deliveries.AddAsync(seal, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // Never backwards: what was sealed from a later state has told more.
    private Task<int> TellSealedAsync(int site, IsoWeek week, long changes, CancellationToken cancellation) =>
        db.SiteWeeks.Where(w => w.SiteId == site && w.WeekStart == week.Monday && w.SealedChanges < changes)
            .ExecuteUpdateAsync(w => w.SetProperty(x => x.SealedChanges, changes), cancellation);
}
