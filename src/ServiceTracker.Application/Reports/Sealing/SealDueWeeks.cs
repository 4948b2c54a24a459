using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Seals the weeks whose time has come: for the first time, or anew since they changed.</summary>
public sealed class SealDueWeeks(
    IServiceTrackerDb db, SealWeek seal, SealLease lease, SealSchedule schedule, MasterDataReader masterData, StoreState state,
    TimeProvider clock)
{
    // Looked at in one question, and sealed in one turn.
    private const int MostLookedAt = 500, MostSealed = 20;

    // Somewhere on earth a day begins so much before UTC.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(14);

    /// <summary>Does what is due, or a portion of it.</summary>
    /// <returns>Whether more waits; nothing is done while another server seals.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (due, more) = await DueAsync(now, cancellation);
        if (due.Count == 0) return false;
        int[] sites = [.. due.Select(d => d.Site.Id).Distinct()];
        var busy = await db.DetectionQueue.Where(q => EF.Parameter(sites).Contains(q.SiteId)).Select(q => q.SiteId).Distinct()
            .ToListAsync(cancellation);
        busy.AddRange(await db.RollupQueue.Where(q => EF.Parameter(sites).Contains(q.SiteId)).Select(q => q.SiteId).Distinct()
            .ToListAsync(cancellation));
        HashSet<int> waiting = [.. sites.Where(s => lease.LetsWait(s, busy.Contains(s)))];
        ExceptionDispatchInfo? failed = null;
        foreach (var (site, week) in due.Where(d => !waiting.Contains(d.Site.Id)))
        {
            if (!await lease.TryHoldAsync(db, cancellation)) return false;
            try
            {
                await seal.RunAsync(Actor.Schedule, site, week, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A week that cannot be sealed keeps no other from it.
                failed ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        failed?.Throw();
        return more && waiting.Count == 0;
    }

    // Weeks that changed since they were sealed are in an index of their own; the running ones, which change all the time, lie behind the
    // last Monday that is looked for.
    private async Task<(List<(Site Site, IsoWeek Week)> Due, bool More)> DueAsync(DateTime now, CancellationToken cancellation)
    {
        var last = IsoWeek.Of(DateOnly.FromDateTime(now + Ahead)).AddWeeks(-1).Monday;
        var waiting = db.SiteWeeks.AsNoTracking().Where(w => w.Changes != w.SealedChanges && w.WeekStart <= last);
        if (!await waiting.AnyAsync(cancellation)) return ([], false);
        var master = await masterData.GetAsync(cancellation);
        if (state.Reachable(master.Sites.All.Select(s => s.Id)) is { } reachable)
            waiting = waiting.Where(w => EF.Parameter(reachable).Contains(w.SiteId));
        var due = new List<(Site, IsoWeek)>();
        DateOnly? after = null;
        var siteAfter = 0;
        while (due.Count <= MostSealed)
        {
            var (week, site) = (after, siteAfter);
            var portion = await waiting
                .Where(w => week == null || w.WeekStart > week || (w.WeekStart == week && w.SiteId > site))
                .OrderBy(w => w.WeekStart).ThenBy(w => w.SiteId).Take(MostLookedAt).ToListAsync(cancellation);
            due.AddRange(portion.Where(w => IsDue(w, master.Sites[w.SiteId], now))
                .Select(w => (master.Sites[w.SiteId], IsoWeek.Of(w.WeekStart))));
            if (portion is not [.., var end] || portion.Count < MostLookedAt) break;
            (after, siteAfter) = (end.WeekStart, end.SiteId);
        }

        return due.Count > MostSealed ? (due[..MostSealed], true) : (due, false);
    }

    // What changed later than it is now was told by a clock that was wrong: nothing waits for that.
    private bool IsDue(SiteWeek week, Site site, DateTime now)
    {
        var of = IsoWeek.Of(week.WeekStart);
        var first = schedule.FirstOf(of, site);
        return now >= first && (week.ChangedAt > now || now >= schedule.NextOf(of, site, week.ChangedAt));
    }
}
