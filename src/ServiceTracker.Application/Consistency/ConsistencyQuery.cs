using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Consistency;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Consistency;

/// <summary>Whose interactions make up one line of figures. What is absent is summed over.</summary>
public readonly record struct Unit(int? SiteId = null, int? TeamId = null, int? StaffId = null, int? ChannelId = null);

/// <summary>What the lines of figures are broken down by.</summary>
[Flags]
public enum Breakdown
{
    None = 0,
    Site = 1,
    Team = 2,
    Staff = 4,
    Channel = 8,
}

/// <summary>The figures of one unit in one week, with the chart of the weeks before it.</summary>
/// <param name="Unit">Whose.</param>
/// <param name="Tally">The week's figures.</param>
/// <param name="Chart">The weekly consistency rate up to and including the week.</param>
/// <param name="Verdict">How the unit stands, by the chart's last week.</param>
public sealed record UnitWeek(Unit Unit, ConsistencyTally Tally, PChart Chart, ConsistencyVerdict Verdict);

/// <summary>
/// Consistency figures of a week by any breakdown. The page, the API and the weekly CSV are made from these same queries.
/// </summary>
public sealed class ConsistencyQuery(IServiceTrackerDb db, MasterDataCache cache)
{
    /// <summary>The viewpoint of a breakdown: figures by person are the person's, all others the process's.</summary>
    public static Viewpoint ViewpointOf(Breakdown by) => by.HasFlag(Breakdown.Staff) ? Viewpoint.Person : Viewpoint.Process;

    /// <summary>The figures of one week, every unit that had an interaction in it.</summary>
    /// <param name="actor">Whose sites are shown; a staff account sees no colleague's line.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="by">The breakdown.</param>
    /// <param name="only">Only units that match; null for all.</param>
    public async Task<IReadOnlyList<UnitWeek>> WeekAsync(
        Actor actor, IsoWeek week, Site? site, Breakdown by, Unit? only, CancellationToken cancellation)
    {
        var master = await cache.GetAsync(db, cancellation);
        var viewpoint = ViewpointOf(by);
        var tallies = new Dictionary<Unit, ConsistencyTally>();
        foreach (var count in await PatternsAsync(actor, week, site, cancellation))
        {
            var unit = Reduce(count.Unit, by);
            if (!Shows(actor, unit, only)) continue;
            if (!tallies.TryGetValue(unit, out var tally)) tallies.Add(unit, tally = new ConsistencyTally(viewpoint));
            tally.Add(count.Pattern, count.Times);
        }

        var target = master.BaselineOn(week.Sunday)?.TargetConsistency;
        var weeks = await WeeksAsync(actor, week, PChart.DefaultWeeks, site, by, cancellation);
        return [.. tallies.Select(t =>
        {
            var chart = ChartOf(weeks.GetValueOrDefault(t.Key), week, PChart.DefaultWeeks, target);
            return new UnitWeek(t.Key, t.Value, chart, ConsistencyVerdict.OfLastWeek(chart));
        })];
    }

    /// <summary>The chart of one unit, whether or not it had interactions.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="last">The last week shown.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="unit">Whose; a site in it must be one that the actor sees.</param>
    public async Task<PChart> ChartAsync(Actor actor, IsoWeek last, int weeks, Unit unit, CancellationToken cancellation)
    {
        var master = await cache.GetAsync(db, cancellation);
        var by = (unit.SiteId is null ? 0 : Breakdown.Site) | (unit.TeamId is null ? 0 : Breakdown.Team)
            | (unit.StaffId is null ? 0 : Breakdown.Staff) | (unit.ChannelId is null ? 0 : Breakdown.Channel);
        var counts = await WeeksAsync(actor, last, weeks, master.Sites.Find(unit.SiteId), by, cancellation);
        return ChartOf(Shows(actor, unit, null) ? counts.GetValueOrDefault(unit) : null, last, weeks, master.BaselineOn(last.Sunday)?.TargetConsistency);
    }

    /// <summary>Interactions of a week by unit and pattern, with how often each occurs.</summary>
    internal async Task<List<PatternCount>> PatternsAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var master = await cache.GetAsync(db, cancellation);
        var counts = await Scope(actor, week.Monday, week.Sunday, site)
            .GroupBy(i => new { i.SiteId, i.TeamId, i.StaffId, i.ChannelId, i.Baseline, i.Met, i.Na, i.Held, i.Excused, i.State, i.StandOuts, i.Csat })
            .Select(g => new { g.Key, Times = g.LongCount() })
            .ToListAsync(cancellation);
        return [.. counts.Select(c => new PatternCount(
            new Unit(c.Key.SiteId, c.Key.TeamId, c.Key.StaffId, c.Key.ChannelId),
            new ObservationPattern(master.Baselines[c.Key.Baseline], c.Key.Met, c.Key.Na, c.Key.Held, c.Key.Excused, c.Key.State, c.Key.StandOuts, c.Key.Csat),
            c.Times))];
    }

    /// <summary>The interactions of the actor's sites within business dates, both included. Totals count a colleague's too.</summary>
    internal IQueryable<Interaction> Scope(Actor actor, DateOnly from, DateOnly to, Site? site)
    {
        var query = db.Interactions.AsNoTracking().Where(i => i.BusinessDate >= from && i.BusinessDate <= to);
        if (actor.SiteIds is { } sites) query = query.Where(i => sites.Contains(i.SiteId));
        return site is { Id: var id } ? query.Where(i => i.SiteId == id) : query;
    }

    /// <summary>The unit with everything summed over that is not in the breakdown.</summary>
    internal static Unit Reduce(Unit unit, Breakdown by) => new(
        by.HasFlag(Breakdown.Site) || by.HasFlag(Breakdown.Team) ? unit.SiteId : null,
        by.HasFlag(Breakdown.Team) ? unit.TeamId : null,
        by.HasFlag(Breakdown.Staff) ? unit.StaffId : null,
        by.HasFlag(Breakdown.Channel) ? unit.ChannelId : null);

    /// <summary>Scored interactions and those with all basics met, by unit and week.</summary>
    internal async Task<Dictionary<Unit, Dictionary<IsoWeek, (long N, long K)>>> WeeksAsync(
        Actor actor, IsoWeek last, int weeks, Site? site, Breakdown by, CancellationToken cancellation)
    {
        var master = await cache.GetAsync(db, cancellation);
        var counted = Scope(actor, last.AddWeeks(1 - weeks).Monday, last.Sunday, site).Where(i => i.State == InteractionState.Counted);
        var days = await counted.Where(i => i.ApplicableCount > 0)
            .GroupBy(i => new { i.SiteId, i.TeamId, i.StaffId, i.ChannelId, i.BusinessDate, i.AllMet })
            .Select(g => new { g.Key, Times = g.LongCount() })
            .ToListAsync(cancellation);
        var sums = new Dictionary<Unit, Dictionary<IsoWeek, (long N, long K)>>();
        foreach (var day in days)
            Add(new Unit(day.Key.SiteId, day.Key.TeamId, day.Key.StaffId, day.Key.ChannelId), day.Key.BusinessDate, day.Times, day.Key.AllMet ? day.Times : 0);

        if (ViewpointOf(by) == Viewpoint.Person)
        {
            // The stored flags are the process's. Held and excused observations are few: those rows are judged again, one by one.
            var disputed = await counted.Where(i => i.Held != 0 || i.Excused != 0).ToListAsync(cancellation);
            foreach (var i in disputed)
            {
                var score = ObservationPattern.Of(i, master.Baselines[i.Baseline]).Score(Viewpoint.Person);
                Add(new Unit(i.SiteId, i.TeamId, i.StaffId, i.ChannelId), i.BusinessDate, score.IsScored ? 0 : -1, score.AllBasicsMet ? 1 : 0);
            }
        }

        return sums;

        void Add(Unit whole, DateOnly date, long n, long k)
        {
            var unit = Reduce(whole, by);
            if (!sums.TryGetValue(unit, out var ofUnit)) sums.Add(unit, ofUnit = []);
            var (oldN, oldK) = ofUnit.GetValueOrDefault(IsoWeek.Of(date));
            ofUnit[IsoWeek.Of(date)] = (oldN + n, oldK + k);
        }
    }

    /// <summary>A p chart of consecutive weeks.</summary>
    internal static PChart ChartOf(Dictionary<IsoWeek, (long N, long K)>? counts, IsoWeek last, int weeks, double? target) =>
        PChart.Of(
            [.. Enumerable.Range(1 - weeks, weeks).Select(last.AddWeeks).Select(w =>
            {
                var (n, k) = counts?.GetValueOrDefault(w) ?? default;
                return new WeekCount(w, n, k);
            })],
            target);

    // A staff account sees its own line and totals, never a colleague's.
    private static bool Shows(Actor actor, Unit unit, Unit? only) =>
        (actor.Role != Role.Staff || unit.StaffId is null || unit.StaffId == actor.StaffId)
        && (only is not { } o || ((o.SiteId is null || o.SiteId == unit.SiteId) && (o.TeamId is null || o.TeamId == unit.TeamId)
            && (o.StaffId is null || o.StaffId == unit.StaffId) && (o.ChannelId is null || o.ChannelId == unit.ChannelId)));
}

/// <summary>How often a pattern occurs in a unit.</summary>
internal readonly record struct PatternCount(Unit Unit, ObservationPattern Pattern, long Times);
