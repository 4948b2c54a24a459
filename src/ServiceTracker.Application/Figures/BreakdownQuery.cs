using System.Numerics;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>One line of a breakdown. What it is not broken down by is null.</summary>
/// <param name="Unit">Site, team, person and channel.</param>
/// <param name="Expectation">Code of the basic; then the tally counts that basic alone.</param>
/// <param name="ReasonId">The reason; null also for interactions without one.</param>
/// <param name="HourOfWeek">0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</param>
/// <param name="Tally">The figures; null on a line of a basic.</param>
/// <param name="Basic">The figures of a basic.</param>
/// <param name="Standing">How the unit stands at the end of the week of the last date; null where the line is no unit's.</param>
public sealed record BreakdownLine(
    Unit Unit, string? Expectation, int? ReasonId, short? HourOfWeek, ConsistencyTally? Tally, ExpectationTally? Basic, Standing? Standing);

/// <summary>Breaks figures down by one to three of <see cref="Breakdowns.OfTables"/>.</summary>
public sealed class BreakdownQuery(
    FigureReader figures, FiguresOfOthers others, UnitStandingReader standings, PeopleInSight people, MasterDataReader masterData,
    BusinessToday today)
{
    /// <summary>Most of them at once.</summary>
    public const int MostDimensions = 3;

    // Four weeks: enough for a rate, recent enough to act on.
    private const int DefaultDays = 28;

    /// <summary>The lines that have interactions, in the order of what they are broken down by.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="by">One to three.</param>
    /// <param name="filter">Which interactions; by default the last four weeks.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<IReadOnlyList<BreakdownLine>>> RunAsync(
        Actor actor, Breakdown by, FigureFilter filter, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        if (BitOperations.PopCount((uint)by) is 0 or > MostDimensions)
            errors.Add(new("$.by", "out_of_range", $"One to {MostDimensions} of what there is."));
        var units = by.Units();
        // Broken down by person, a staff account's figures are its own person's.
        if (!actor.SeesEverybody && by.HasFlag(Breakdown.Staff))
            filter = filter with { Staff = filter.Staff ?? master.Staff.Find(actor.StaffId)?.Code };
        var scope = await FigureScope.OfAsync(people, actor, filter, master, LastAt, DefaultDays, errors, cancellation);
        if (scope is not null && FiguresOfOthers.AreAsked(actor, scope.Staff))
        {
            FiguresOfOthers.Check(actor, scope, units, master, errors);
            if ((by & ~FiguresOfOthers.MayAskBy) != 0)
                errors.Add(FiguresOfOthers.Refused(
                    "$.by",
                    "By site and channel: of others, staff see no more detail. Your own figures (staff=your code) have all of it."));
        }

        if (scope is null || errors.Count > 0) return Refusal.Invalid(errors);

        var viewpoint = scope.Staff is null ? units.Viewpoint() : Viewpoint.Person;
        var parts = (await figures.SumsAsync(new FigureQuestion(actor, scope, by), cancellation))
            .Select(l => (Key: l.Key with { Unit = l.Key.Unit.Reduce(units) }, l.Sums)).ToList();
        // Asked for after the figures, so that every site, person and baseline they name is there.
        master = await masterData.GetAsync(cancellation);
        var found = by.HasFlag(Breakdown.Expectation)
            ? BasicsOf(parts, viewpoint, master)
            : parts.GroupBy(p => p.Key with { Baseline = 0 }).Select(g =>
            {
                var tally = new ConsistencyTally(viewpoint);
                foreach (var (_, sums) in g) tally.Add(sums);
                return new BreakdownLine(g.Key.Unit, null, g.Key.ReasonId, g.Key.HourOfWeek, tally, null, null);
            });
        if (by == units && await standings.OfAsync(new FigureQuestion(actor, scope, by), IsoWeek.Of(scope.To), cancellation) is { } told)
            found = found.Select(l => l with { Standing = told.Find(l.Unit, by) });
        return new Result<IReadOnlyList<BreakdownLine>>.Ok([.. found
            .OrderBy(l => l.Unit.SiteId is { } s ? master.Sites[s].Code : "", StringComparer.Ordinal)
            .ThenBy(l => l.Unit.SiteId is { } s ? master.Team(s, l.Unit.TeamId)?.Code : "", StringComparer.Ordinal)
            .ThenBy(l => master.Staff.Find(l.Unit.StaffId)?.Code, StringComparer.Ordinal)
            .ThenBy(l => master.Channels.Find(l.Unit.ChannelId)?.Code, StringComparer.Ordinal)
            .ThenBy(l => l.Expectation, StringComparer.Ordinal)
            .ThenBy(l => master.Reasons.Find(l.ReasonId)?.Code, StringComparer.Ordinal)
            .ThenBy(l => l.HourOfWeek)]);

        DateOnly LastAt(Site? site) =>
            !actor.SeesEverybody && filter.Staff is null ? others.LastWeek.Sunday : today.Of(actor, master, site);
    }

    private static IEnumerable<BreakdownLine> BasicsOf(List<(LineKey Key, FigureSums Sums)> parts, Viewpoint viewpoint, MasterData master)
    {
        var tallies = new BasicTallies<LineKey>(master, viewpoint);
        foreach (var (key, sums) in parts) tallies.Add(key with { Baseline = 0 }, key.Baseline, sums);
        return tallies.Applicable
            .Select(t => new BreakdownLine(t.Key.Unit, t.Basic, t.Key.ReasonId, t.Key.HourOfWeek, null, t.Tally, null));
    }
}
