using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures.Rollups;

/// <summary>
/// Reads the rollups, each table for itself, together with what still waits in the queue, both as of one instant: an interaction is in
/// every figure from its commit on.
/// </summary>
public sealed class RollupQuery(IServiceTrackerDb db, IRollupStore store, RollupUpdate update, MasterDataReader masterData)
{
    /// <summary>Lines of weeks, whole.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    /// <param name="site">Only this site, or null.</param>
    internal Task<IReadOnlyList<StaffWeek>> StaffWeeksAsync(
        Actor actor, IsoWeek from, IsoWeek to, Site? site, CancellationToken cancellation) =>
        InSnapshotAsync<IReadOnlyList<StaffWeek>>(actor, async () =>
        {
            var stored = await Lines(actor, from, to, site?.Id).ToListAsync(cancellation);
            var waiting = await WaitingAsync(actor, from, to, site?.Id, cancellation);
            return [.. stored, .. waiting.StaffWeeks.Values];
        }, cancellation);

    /// <summary>Lines of weeks over all sites, by channel and baseline. Only for who sees every site.</summary>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    internal Task<IReadOnlyList<OrgWeek>> OrgWeeksAsync(Actor actor, IsoWeek from, IsoWeek to, CancellationToken cancellation) =>
        InSnapshotAsync<IReadOnlyList<OrgWeek>>(actor, async () =>
        {
            var stored = await OrgLines(from, to).ToListAsync(cancellation);
            var waiting = await WaitingAsync(actor, from, to, null, cancellation);
            return [.. stored, .. waiting.OrgWeeks.Values];
        }, cancellation);

    /// <summary>Hours of business days of all people, teams and channels together.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="from">First business date.</param>
    /// <param name="to">Last business date, included.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="bySite">Site by site; else the site is 0.</param>
    /// <param name="byDay">Day by day; else the date is the first one.</param>
    /// <param name="byHour">Hour by hour; else the hour is 0.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal Task<IReadOnlyList<SiteDayHour>> HoursAsync(
        Actor actor, DateOnly from, DateOnly to, Site? site, bool bySite, bool byDay, bool byHour, CancellationToken cancellation) =>
        InSnapshotAsync<IReadOnlyList<SiteDayHour>>(actor, async () =>
        {
            var hours = actor.OfOwnSites(db.SiteDayHours.AsNoTracking(), h => h.SiteId)
                .Where(h => h.BusinessDate >= from && h.BusinessDate <= to);
            if (site is { Id: var id }) hours = hours.Where(h => h.SiteId == id);
            var groups = hours.GroupBy(h => new
            {
                SiteId = bySite ? h.SiteId : 0,
                BusinessDate = byDay ? h.BusinessDate : from,
                HourOfWeek = byHour ? h.HourOfWeek : (short)0,
            });
            var found = await Sums(
                groups, g => new SiteDayHour { SiteId = g.Key.SiteId, BusinessDate = g.Key.BusinessDate, HourOfWeek = g.Key.HourOfWeek })
                .ToListAsync(cancellation);
            var waiting = await WaitingAsync(actor, IsoWeek.Of(from), IsoWeek.Of(to), site?.Id, cancellation);
            foreach (var line in waiting.SiteDayHours.Values.Where(h => h.BusinessDate >= from && h.BusinessDate <= to))
            {
                var hour = new SiteDayHour
                {
                    SiteId = bySite ? line.SiteId : 0,
                    BusinessDate = byDay ? line.BusinessDate : from,
                    HourOfWeek = byHour ? line.HourOfWeek : (short)0,
                };
                hour.Add(line);
                found.Add(hour);
            }

            return found;
        }, cancellation);

    /// <summary>Hours of whole weeks over all sites. Only for who sees every site.</summary>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    internal Task<IReadOnlyList<OrgHourOfWeek>> OrgHoursAsync(
        Actor actor, IsoWeek from, IsoWeek to, CancellationToken cancellation) =>
        InSnapshotAsync<IReadOnlyList<OrgHourOfWeek>>(actor, async () =>
        {
            var (first, last) = (from.Monday, to.Monday);
            var stored = await db.OrgHoursOfWeek.AsNoTracking().Where(h => h.WeekStart >= first && h.WeekStart <= last)
                .ToListAsync(cancellation);
            var waiting = await WaitingAsync(actor, from, to, null, cancellation);
            return [.. stored, .. waiting.OrgHoursOfWeek.Values];
        }, cancellation);

    /// <summary>Scored interactions and those with all basics met over all sites, by channel and week. Only for who sees every
    /// site.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    /// <param name="unit">Only of this channel.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal Task<IReadOnlyList<UnitWeekCount>> OrgWeekCountsAsync(
        Actor actor, IsoWeek from, IsoWeek to, Unit unit, CancellationToken cancellation) =>
        InSnapshotAsync<IReadOnlyList<UnitWeekCount>>(actor, async () =>
        {
            var lines = OrgLines(from, to);
            if (unit.ChannelId is { } channel) lines = lines.Where(w => w.ChannelId == channel);
            var stored = await lines
                .Select(w => new UnitWeekCount(
                    new Unit(null, null, null, w.ChannelId), IsoWeek.Of(w.WeekStart), w.Scored, w.AllBasicsMet, w.ScoredPerson,
                    w.AllBasicsMetPerson))
                .ToListAsync(cancellation);
            var waiting = await WaitingAsync(actor, from, to, null, cancellation);
            return
            [
                .. stored,
                .. waiting.OrgWeeks.Values.Where(w => unit.ChannelId is null || w.ChannelId == unit.ChannelId)
                .Select(w => new UnitWeekCount(
                    new Unit(null, null, null, w.ChannelId), IsoWeek.Of(w.WeekStart), w.Scored, w.AllBasicsMet, w.ScoredPerson,
                    w.AllBasicsMetPerson)),
            ];
        }, cancellation);

    /// <summary>Scored interactions and those with all basics met, by unit and week.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    /// <param name="unit">Only of this unit.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal Task<IReadOnlyList<UnitWeekCount>> StaffWeekCountsAsync(
        Actor actor, IsoWeek from, IsoWeek to, Unit unit, CancellationToken cancellation) =>
        InSnapshotAsync<IReadOnlyList<UnitWeekCount>>(actor, async () =>
        {
            var lines = Lines(actor, from, to, unit.SiteId);
            if (unit.StaffId is { } staff) lines = lines.Where(w => w.StaffId == staff);
            if (unit.ChannelId is { } channel) lines = lines.Where(w => w.ChannelId == channel);
            if (unit.TeamId is { } team) lines = lines.Where(w => w.TeamId == team);
            var stored = await lines
                .GroupBy(w => new { w.SiteId, w.TeamId, w.StaffId, w.ChannelId, w.WeekStart })
                .Select(g => new
                {
                    g.Key,
                    Scored = g.Sum(w => w.Scored),
                    AllBasicsMet = g.Sum(w => w.AllBasicsMet),
                    ScoredPerson = g.Sum(w => w.ScoredPerson),
                    AllBasicsMetPerson = g.Sum(w => w.AllBasicsMetPerson),
                })
                .ToListAsync(cancellation);
            var waiting = await WaitingAsync(actor, from, to, unit.SiteId, cancellation);
            return
            [
                .. stored.Select(s => new UnitWeekCount(
                    UnitOf(s.Key.SiteId, s.Key.TeamId, s.Key.StaffId, s.Key.ChannelId), IsoWeek.Of(s.Key.WeekStart), s.Scored,
                    s.AllBasicsMet, s.ScoredPerson, s.AllBasicsMetPerson)),
                .. waiting.StaffWeeks.Values
                    .Where(w =>
                        (unit.StaffId is null || w.StaffId == unit.StaffId) && (unit.ChannelId is null || w.ChannelId == unit.ChannelId)
                            && (unit.TeamId is null || w.TeamId == unit.TeamId))
                    .Select(w => new UnitWeekCount(
                        UnitOf(w), IsoWeek.Of(w.WeekStart), w.Scored, w.AllBasicsMet, w.ScoredPerson, w.AllBasicsMetPerson)),
            ];
        }, cancellation);

    /// <summary>Interactions by week over all sites, excluded ones included. Only for who sees every site.</summary>
    internal Task<IReadOnlyList<(IsoWeek Week, long Interactions)>> OrgWeekTotalsAsync(Actor actor, CancellationToken cancellation) =>
        TotalsAsync(
            actor, db.OrgWeeks.AsNoTracking().GroupBy(w => w.WeekStart)
                .Select(g => new KeyValuePair<DateOnly, long>(g.Key, g.Sum(w => w.Interactions + w.Excluded))), cancellation);

    /// <summary>Interactions by week, excluded ones included.</summary>
    internal Task<IReadOnlyList<(IsoWeek Week, long Interactions)>> StaffWeekTotalsAsync(Actor actor, CancellationToken cancellation) =>
        TotalsAsync(
            actor, Visible(actor, null).GroupBy(w => w.WeekStart)
                .Select(g => new KeyValuePair<DateOnly, long>(g.Key, g.Sum(w => w.Interactions + w.Excluded))), cancellation);

    internal static Unit UnitOf(StaffWeek w) => UnitOf(w.SiteId, w.TeamId, w.StaffId, w.ChannelId);

    private static Unit UnitOf(int siteId, int teamId, int staffId, int channelId) =>
        new(siteId, teamId == 0 ? null : teamId, staffId == 0 ? null : staffId, channelId);

    // What a group becomes, with the sum of every number that there is.
    private static IQueryable<T> Sums<TKey, T>(IQueryable<IGrouping<TKey, T>> groups, Expression<Func<IGrouping<TKey, T>, T>> key)
        where T : ProcessSums
    {
        var (made, group, row) = ((MemberInitExpression)key.Body, key.Parameters[0], Expression.Parameter(typeof(T)));
        var sums = ProcessSums.Numbers.Select(n => Expression.Bind(
            n.Property, Expression.Call(
                typeof(Enumerable), nameof(Enumerable.Sum), [typeof(T)], group,
                Expression.Lambda<Func<T, long>>(Expression.Property(row, n.Property), row))));
        return groups.Select(
            Expression.Lambda<Func<IGrouping<TKey, T>, T>>(made.Update(made.NewExpression, made.Bindings.Concat(sums)), group));
    }

    private Task<IReadOnlyList<(IsoWeek Week, long Interactions)>> TotalsAsync(
        Actor actor, IQueryable<KeyValuePair<DateOnly, long>> stored, CancellationToken cancellation) =>
        InSnapshotAsync<IReadOnlyList<(IsoWeek, long)>>(actor, async () =>
        {
            var found = await stored.ToListAsync(cancellation);
            var waiting = await WaitingAsync(actor, null, null, null, cancellation);
            return
            [
                .. found.Select(w => (Week: w.Key, N: w.Value))
                    .Concat(waiting.StaffWeeks.Values.Select(w => (Week: w.WeekStart, N: w.Interactions + w.Excluded)))
                    .GroupBy(w => w.Week).Select(g => (IsoWeek.Of(g.Key), g.Sum(w => w.N))).Where(w => w.Item2 > 0),
            ];
        }, cancellation);

    private IQueryable<OrgWeek> OrgLines(IsoWeek from, IsoWeek to)
    {
        var (first, last) = (from.Monday, to.Monday);
        return db.OrgWeeks.AsNoTracking().Where(w => w.WeekStart >= first && w.WeekStart <= last);
    }

    private IQueryable<StaffWeek> Lines(Actor actor, IsoWeek from, IsoWeek to, int? site)
    {
        var (first, last) = (from.Monday, to.Monday);
        return Visible(actor, site).Where(w => w.WeekStart >= first && w.WeekStart <= last);
    }

    private IQueryable<StaffWeek> Visible(Actor actor, int? site)
    {
        var lines = actor.OfOwnSites(db.StaffWeeks.AsNoTracking(), w => w.SiteId);
        return site is { } id ? lines.Where(w => w.SiteId == id) : lines;
    }

    private async Task<RollupSums> WaitingAsync(Actor actor, IsoWeek? from, IsoWeek? to, int? site, CancellationToken cancellation)
    {
        var entries = actor.OfOwnSites(db.RollupQueue.AsNoTracking(), q => q.SiteId);
        if (site is { } id) entries = entries.Where(q => q.SiteId == id);
        var (first, last) = (from?.Monday ?? DateOnly.MinValue, to?.Sunday ?? DateOnly.MaxValue);
        var waiting = (await entries.ToListAsync(cancellation)).SelectMany(q => q.Unpack())
            .Where(d => d.BusinessDate >= first && d.BusinessDate <= last).ToList();
        var sums = new RollupSums(
            waiting.Count == 0 ? new Dictionary<int, Domain.Expectations.Baseline>() : (await masterData.GetAsync(cancellation)).Baselines);
        foreach (var delta in waiting) sums.Add(delta);
        return sums;
    }

    private async Task<T> InSnapshotAsync<T>(Actor actor, Func<Task<T>> read, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is not null) return await read();
        await update.SettleAsync(actor, cancellation);
        await using var snapshot = await store.BeginSnapshotAsync(db, cancellation);
        return await read();
    }
}
