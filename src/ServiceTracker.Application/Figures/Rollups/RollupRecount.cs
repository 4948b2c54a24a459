using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures.Rollups;

/// <summary>What a recount found.</summary>
public sealed class RecountReport
{
    /// <summary>Interactions counted again.</summary>
    public long Interactions { get; internal set; }

    /// <summary>Lines of rollups compared.</summary>
    public long Lines { get; internal set; }

    /// <summary>Lines that were not what the interactions say, missing and superfluous ones included.</summary>
    public long Different { get; internal set; }

    /// <summary>Pieces of evidence that did not stand together with, or apart from, others as they should.</summary>
    public long Contacts { get; internal set; }

    /// <summary>What was different was put right.</summary>
    public bool Repaired { get; internal set; }
}

/// <summary>
/// Counts all interactions again and compares the rollups, together with what still waits for them, line by line, and which evidence stands
/// together. Week by week, each as of one instant: writing goes on meanwhile, only the taking in of the queue stands still.
/// </summary>
public sealed class RollupRecount(IServiceTrackerDb db, IRollupStore store, ContactUpdate contacts, MasterDataReader masterData)
{
    /// <summary>Recounts everything there is.</summary>
    /// <param name="repair">Puts right what is different.</param>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends it between two weeks.</param>
    public async Task<RecountReport> RunAsync(bool repair, IProgress<double>? progress, CancellationToken cancellation)
    {
        var report = new RecountReport { Repaired = repair };
        if (await WeeksAsync(cancellation) is not var (first, last)) return report;
        var weeks = (last.Monday.DayNumber - first.Monday.DayNumber) / 7 + 1;
        for (var n = 0; n < weeks; n++)
        {
            await RecountAsync(first.AddWeeks(n), repair, report, cancellation);
            progress?.Report((n + 1.0) / weeks);
        }

        return report;
    }

    private async Task<(IsoWeek First, IsoWeek Last)?> WeeksAsync(CancellationToken cancellation)
    {
        // Rollups may have lines of weeks without any interaction: those are wrong, and found too.
        DateOnly?[] dates =
        [
            await db.Interactions.MinAsync(i => (DateOnly?)i.BusinessDate, cancellation),
                await db.Interactions.MaxAsync(i => (DateOnly?)i.BusinessDate, cancellation),
            await db.StaffWeeks.MinAsync(w => (DateOnly?)w.WeekStart, cancellation),
                await db.StaffWeeks.MaxAsync(w => (DateOnly?)w.WeekStart, cancellation),
            await db.SiteDayHours.MinAsync(h => (DateOnly?)h.BusinessDate, cancellation),
                await db.SiteDayHours.MaxAsync(h => (DateOnly?)h.BusinessDate, cancellation),
            await db.OrgWeeks.MinAsync(w => (DateOnly?)w.WeekStart, cancellation),
                await db.OrgWeeks.MaxAsync(w => (DateOnly?)w.WeekStart, cancellation),
            await db.OrgHoursOfWeek.MinAsync(h => (DateOnly?)h.WeekStart, cancellation),
                await db.OrgHoursOfWeek.MaxAsync(h => (DateOnly?)h.WeekStart, cancellation),
        ];
        return dates.Max() is { } last ? (IsoWeek.Of(dates.Min()!.Value), IsoWeek.Of(last)) : null;
    }

    private async Task RecountAsync(IsoWeek week, bool repair, RecountReport report, CancellationToken cancellation)
    {
        var (monday, sunday) = (week.Monday, week.Sunday);
        await using var alone = await store.BeginAloneAsync(db, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var should = new RollupSums(master.Baselines);
        var rows = db.Interactions.AsNoTracking().Where(i => i.BusinessDate >= monday && i.BusinessDate <= sunday)
            .Select(RollupDelta.OfRow);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            should.Add(row);
            report.Interactions++;
        }

        // What waits will be added to the lines later, so the lines are to be that much smaller.
        var waiting = new HashSet<StaffDay>();
        await foreach (var entry in db.RollupQueue.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellation))
        {
            foreach (var delta in entry.Unpack())
            {
                waiting.Add(new StaffDay(delta.SiteId, delta.StaffId, delta.ChannelId, delta.BusinessDate));
                if (delta.BusinessDate >= monday && delta.BusinessDate <= sunday) should.TakeOut(delta);
            }
        }

        var before = (report.Different, report.Contacts);
        report.Contacts += await contacts.RecountAsync(week, should, waiting, repair, master, cancellation);
        report.Lines += should.TakeOut(
            await db.StaffWeeks.AsNoTracking().Where(w => w.WeekStart >= monday && w.WeekStart <= sunday).ToListAsync(cancellation),
            await db.SiteDayHours.AsNoTracking().Where(h => h.BusinessDate >= monday && h.BusinessDate <= sunday).ToListAsync(cancellation),
            await db.OrgWeeks.AsNoTracking().Where(w => w.WeekStart >= monday && w.WeekStart <= sunday).ToListAsync(cancellation),
            await db.OrgHoursOfWeek.AsNoTracking().Where(h => h.WeekStart >= monday && h.WeekStart <= sunday).ToListAsync(cancellation));
        report.Different += should.Lines;
        if (!repair || (report.Different, report.Contacts) == before) return;
        await store.MergeAsync(db, should, cancellation);
        await alone.CommitAsync(cancellation);
    }
}
