using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Consistency;

/// <summary>Whose interactions make up one line of figures. What is absent is summed over.</summary>
public readonly record struct Unit(int? SiteId = null, int? TeamId = null, int? StaffId = null, int? ChannelId = null)
{
    /// <summary>What this unit is one line of.</summary>
    public Breakdown Breakdown =>
        (SiteId is null ? Breakdown.None : Breakdown.Site) | (TeamId is null ? Breakdown.None : Breakdown.Team)
        | (StaffId is null ? Breakdown.None : Breakdown.Staff) | (ChannelId is null ? Breakdown.None : Breakdown.Channel);

    /// <summary>The unit with everything summed over that is not in the breakdown. A team is one of its site.</summary>
    internal Unit Reduce(Breakdown by) => new(
        by.HasFlag(Breakdown.Site) || by.HasFlag(Breakdown.Team) ? SiteId : null,
        by.HasFlag(Breakdown.Team) ? TeamId : null,
        by.HasFlag(Breakdown.Staff) ? StaffId : null,
        by.HasFlag(Breakdown.Channel) ? ChannelId : null);
}

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

/// <summary>Whose figures a breakdown shows.</summary>
public static class BreakdownViewpoint
{
    /// <summary>Figures by person are the person's, all others the process's.</summary>
    public static Viewpoint Viewpoint(this Breakdown by) => by.HasFlag(Breakdown.Staff) ? Domain.Figures.Viewpoint.Person : Domain.Figures.Viewpoint.Process;
}

/// <summary>The figures of one unit in one week, with the chart of the weeks before it.</summary>
/// <param name="Unit">Whose.</param>
/// <param name="Tally">The week's figures.</param>
/// <param name="Reading">Its weeks up to and including this one, and how it stands by them.</param>
public sealed record UnitWeek(Unit Unit, ConsistencyTally Tally, UnitReading Reading)
{
    /// <inheritdoc cref="UnitReading.Chart"/>
    public UnitChart Chart => Reading.Chart;

    /// <inheritdoc cref="UnitReading.Standing"/>
    public Standing Standing => Reading.Standing;
}

/// <summary>
/// Asks for consistency figures. The page, the API and the weekly CSV are made from these same answers.
/// </summary>
public sealed class ConsistencyQuery(IServiceTrackerDb db, RollupQuery rollups, FigureLines figures, FiguresOfOthers others, RollupUpdate update, MasterDataReader masterData)
{
    private const Breakdown EveryUnit = Breakdown.Site | Breakdown.Team | Breakdown.Staff | Breakdown.Channel;

    /// <summary>Everything about one week, to be broken down in any way without asking again.</summary>
    /// <param name="actor">Whose sites are counted; a staff account is shown its own lines, and of others what <see cref="FiguresOfOthers"/> shows.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">Only this site, or null.</param>
    public async Task<ConsistencyWeek> WeekAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var first = week.AddWeeks(1 - UnitChart.DefaultWeeks);
        if (actor.SeesEverybody)
        {
            return new ConsistencyWeek(
                week, master.BaselineTerms, await rollups.StaffWeeksAsync(actor, week, week, site, cancellation),
                new WeeklyRates(await rollups.WeeklyCountsAsync(actor, first, week, new Unit(site?.Id), EveryUnit, cancellation)), null);
        }

        var (own, counts) = actor.StaffId is not { } person ? ([], [])
            : ((await rollups.StaffWeeksAsync(actor, week, week, site, cancellation)).Where(l => l.StaffId == person).ToList(),
                await rollups.WeeklyCountsAsync(actor, first, week, new Unit(site?.Id, null, person), EveryUnit, cancellation));
        return new ConsistencyWeek(week, master.BaselineTerms, own, new WeeklyRates(counts), await others.OfAsync(actor, first, week, site, cancellation));
    }

    /// <summary>The chart of one unit and how it stands, whether or not it had interactions.</summary>
    /// <param name="actor">Who asks; a colleague's chart is empty for a staff account.</param>
    /// <param name="last">The last week shown.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="unit">Whose.</param>
    public async Task<UnitReading> ReadingAsync(Actor actor, IsoWeek last, int weeks, Unit unit, CancellationToken cancellation)
    {
        await update.SettleAsync(cancellation);
        var master = await masterData.GetAsync(cancellation);
        var site = master.Sites.Find(unit.SiteId);
        var rates = unit.StaffId is not null
            ? await WeeklyRates.OfRowsAsync(RowsOf(actor, unit, last.AddWeeks(1 - weeks).Monday, last.Sunday, site), master, cancellation)
            : new WeeklyRates(await figures.WeeklyCountsAsync(actor, last.AddWeeks(1 - weeks), last, unit, unit.Breakdown, cancellation));
        var isHidden = unit.StaffId is { } person && !actor.SeesPerson(person);
        var sums = rates.Sum(unit.Breakdown, unit.Breakdown.Viewpoint());
        return UnitReading.Of(unit, sums.ChartOf(isHidden ? null : unit, last, weeks, master.BaselineTerms));
    }

    /// <summary>The interactions of the actor's sites within business dates, both included. Totals count a colleague's too.</summary>
    internal IQueryable<Interaction> Scope(Actor actor, DateOnly from, DateOnly to, Site? site)
    {
        var query = actor.OfOwnSites(db.Interactions.AsNoTracking(), i => i.SiteId).Where(i => i.BusinessDate >= from && i.BusinessDate <= to);
        return site is { Id: var id } ? query.Where(i => i.SiteId == id) : query;
    }

    private IQueryable<Interaction> RowsOf(Actor actor, Unit unit, DateOnly from, DateOnly to, Site? site)
    {
        var rows = Scope(actor, from, to, site);
        if (unit.StaffId is { } staff) rows = rows.Where(i => i.StaffId == staff);
        if (unit.ChannelId is { } channel) rows = rows.Where(i => i.ChannelId == channel);
        if (unit.TeamId is { } team) rows = rows.Where(i => i.TeamId == team);
        return rows;
    }
}

/// <summary>One week's figures, ready to be broken down.</summary>
public sealed class ConsistencyWeek
{
    private readonly IReadOnlyList<BaselineTerm> terms;
    private readonly IReadOnlyList<StaffWeek> lines;
    private readonly WeeklyRates rates;
    private readonly ShownFigures? others;

    // For a staff account the lines are its own person's, and others are what it is shown of everybody together.
    internal ConsistencyWeek(IsoWeek week, IReadOnlyList<BaselineTerm> terms, IReadOnlyList<StaffWeek> lines, WeeklyRates rates, ShownFigures? others)
    {
        (Week, this.terms, this.lines, this.rates, this.others) = (week, terms, lines, rates, others);
    }

    /// <summary>The week.</summary>
    public IsoWeek Week { get; }

    /// <summary>Every unit of a breakdown that had an interaction in the week, in no particular order.</summary>
    public IReadOnlyList<UnitWeek> By(Breakdown by)
    {
        var ofOthers = by.HasFlag(Breakdown.Staff) ? null : others;
        var tallies = new Dictionary<Unit, ConsistencyTally>();
        foreach (var line in ofOthers is null ? lines : ofOthers.Weekly(by).Where(l => l.WeekStart == Week.Monday))
        {
            var unit = RollupQuery.UnitOf(line).Reduce(by);
            if (!tallies.TryGetValue(unit, out var tally)) tallies.Add(unit, tally = new ConsistencyTally(by.Viewpoint()));
            tally.Add(line);
        }

        var sums = (ofOthers is null ? rates : new WeeklyRates(ofOthers.Counts(by))).Sum(by, by.Viewpoint());
        // What still waits may take out all that is stored.
        return [.. tallies.Where(t => t.Value.Interactions + t.Value.Excluded > 0).Select(t =>
            new UnitWeek(t.Key, t.Value, UnitReading.Of(t.Key, sums.ChartOf(t.Key, Week, UnitChart.DefaultWeeks, terms))))];
    }
}
