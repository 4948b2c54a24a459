using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Consistency;

/// <summary>What figures can be broken down by.</summary>
public enum Dimension
{
    Site,
    Team,
    Staff,
    Channel,
    Expectation,
    Reason,
    HourOfWeek,
}

/// <summary>One line of a breakdown. What it is not broken down by is null.</summary>
/// <param name="Unit">Site, team, person and channel.</param>
/// <param name="Expectation">Code of the basic; then the tally counts that basic alone.</param>
/// <param name="ReasonId">The reason; null also for interactions without one.</param>
/// <param name="HourOfWeek">0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</param>
/// <param name="Tally">The figures; null on a line of a basic.</param>
/// <param name="Basic">The figures of a basic.</param>
/// <param name="Standing">How the unit stands by its weeks up to the last date; null where the line is not a unit's.</param>
public sealed record BreakdownLine(
    Unit Unit, string? Expectation, int? ReasonId, short? HourOfWeek, ConsistencyTally? Tally, ExpectationTally? Basic, Standing? Standing);

/// <summary>Breaks figures down by one to three dimensions.</summary>
public sealed class BreakdownQuery(FigureLines lines, FiguresOfOthers others, PeopleInSight people, MasterDataReader masterData, BusinessToday today)
{
    /// <summary>Most dimensions at once.</summary>
    public const int MostDimensions = 3;

    // Four weeks: enough for a rate, recent enough to act on.
    private const int DefaultDays = 28;

    /// <summary>The lines that have interactions, in the order of what they are broken down by.</summary>
    public async Task<Result<IReadOnlyList<BreakdownLine>>> RunAsync(Actor actor, IReadOnlyCollection<Dimension> by, FigureFilter filter, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        if (by.Count is 0 or > MostDimensions) errors.Add(new("$.by", "out_of_range", $"One to {MostDimensions} of what there is."));
        var units = UnitsOf(by);
        // Broken down by person, a staff account's figures are its own person's.
        if (!actor.SeesEverybody && by.Contains(Dimension.Staff)) filter = filter with { Staff = filter.Staff ?? master.Staff.Find(actor.StaffId)?.Code };
        var scope = await FigureScope.OfAsync(people, actor, filter, master, LastAt, DefaultDays, errors, cancellation);
        if (scope is not null && FiguresOfOthers.AreAsked(actor, scope.Staff))
        {
            FiguresOfOthers.Check(actor, scope, units, master, errors);
            if (by.Any(d => d is not (Dimension.Site or Dimension.Channel)))
                errors.Add(FiguresOfOthers.Refused("$.by", "By site and channel: of others, staff see no more detail. Your own figures (staff=your code) have all of it."));
        }

        if (scope is null || errors.Count > 0) return Refusal.Invalid(errors);

        var viewpoint = scope.Staff is null ? units.Viewpoint() : Viewpoint.Person;
        var detail = (by.Contains(Dimension.Expectation) ? LineDetail.Basics : 0) | (by.Contains(Dimension.Reason) ? LineDetail.Reason : 0) | (by.Contains(Dimension.HourOfWeek) ? LineDetail.HourOfWeek : 0);
        var parts = (await lines.OfAsync(actor, scope, units, detail, cancellation))
            .Select(l => (Key: l.Key with { Unit = l.Key.Unit.Reduce(units) }, l.Sums)).ToList();
        var found = by.Contains(Dimension.Expectation)
            ? BasicsOf(parts, viewpoint, master)
            : parts.GroupBy(p => p.Key with { Baseline = 0 }).Select(g =>
            {
                var tally = new ConsistencyTally(viewpoint);
                foreach (var (_, sums) in g) tally.Add(sums);
                return new BreakdownLine(g.Key.Unit, null, g.Key.ReasonId, g.Key.HourOfWeek, tally, null, null);
            });
        if (detail == 0) found = await JudgedAsync(actor, scope, units, viewpoint, [.. found], master, cancellation);
        return new Result<IReadOnlyList<BreakdownLine>>.Ok([.. found
            .OrderBy(l => l.Unit.SiteId is { } s ? master.Sites[s].Code : "", StringComparer.Ordinal)
            .ThenBy(l => l.Unit.SiteId is { } s ? master.Team(s, l.Unit.TeamId)?.Code : "", StringComparer.Ordinal)
            .ThenBy(l => master.Staff.Find(l.Unit.StaffId)?.Code, StringComparer.Ordinal)
            .ThenBy(l => master.Channels.Find(l.Unit.ChannelId)?.Code, StringComparer.Ordinal)
            .ThenBy(l => l.Expectation, StringComparer.Ordinal)
            .ThenBy(l => master.Reasons.Find(l.ReasonId)?.Code, StringComparer.Ordinal)
            .ThenBy(l => l.HourOfWeek)]);

        DateOnly LastAt(Site? site) => !actor.SeesEverybody && filter.Staff is null ? others.LastWeek.Sunday : today.Of(actor, master, site);
    }

    private static Breakdown UnitsOf(IReadOnlyCollection<Dimension> by) =>
        (by.Contains(Dimension.Site) ? Breakdown.Site : 0) | (by.Contains(Dimension.Team) ? Breakdown.Team : 0)
        | (by.Contains(Dimension.Staff) ? Breakdown.Staff : 0) | (by.Contains(Dimension.Channel) ? Breakdown.Channel : 0);

    private static IEnumerable<BreakdownLine> BasicsOf(List<(LineKey Key, FigureSums Sums)> parts, Viewpoint viewpoint, MasterData master)
    {
        var tallies = new BasicTallies<LineKey>(master, viewpoint);
        foreach (var (key, sums) in parts) tallies.Add(key with { Baseline = 0 }, key.Baseline, sums);
        return tallies.Applicable
            .Select(t => new BreakdownLine(t.Key.Unit, t.Basic, t.Key.ReasonId, t.Key.HourOfWeek, null, t.Tally, null));
    }

    private async Task<IEnumerable<BreakdownLine>> JudgedAsync(
        Actor actor, FigureScope scope, Breakdown units, Viewpoint viewpoint, List<BreakdownLine> found, MasterData master, CancellationToken cancellation)
    {
        var last = IsoWeek.Of(scope.To);
        var counts = await lines.WeeklyCountsAsync(actor, last.AddWeeks(1 - UnitChart.DefaultWeeks), last, scope.Unit, units, cancellation);
        var sums = new WeeklyRates(counts).Sum(units, viewpoint);
        return found.Select(l => l with
        {
            Standing = UnitReading.Of(
                l.Unit with { StaffId = l.Unit.StaffId ?? scope.Staff?.Id }, sums.ChartOf(l.Unit, last, UnitChart.DefaultWeeks, master.BaselineTerms)).Standing,
        });
    }
}
