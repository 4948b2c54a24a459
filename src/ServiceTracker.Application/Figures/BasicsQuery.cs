using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>One basic in a week.</summary>
/// <param name="Basic">The basic, as the baseline in force has it.</param>
/// <param name="Week">The week's counts.</param>
/// <param name="Chart">How often it was met, by week.</param>
/// <param name="Places">Where it is met less often; null where it was never applicable. Places and people by their numbers.</param>
public sealed record BasicLine(Expectation Basic, ExpectationTally Week, UnitChart Chart, BasicPlaces? Places);

/// <summary>Which basics are not delivered every time, and where.</summary>
/// <param name="Baseline">The baseline in force on the last day of the week that has come.</param>
/// <param name="Lines">In the order of the baseline.</param>
public sealed record BasicsFigures(Baseline Baseline, IReadOnlyList<BasicLine> Lines);

/// <summary>
/// Tells of each basic how often it was met in a week, how that was before, and on which channel or at which site it is lower. For who sees
/// everybody's figures.
/// </summary>
public sealed class BasicsQuery(FigureReader figures, MasterDataReader masterData)
{
    /// <summary>
    /// Weeks over which places and people are compared, the one shown included: enough to tell a few points, recent enough to act on.
    /// </summary>
    public const int WeeksCompared = 8;

    /// <summary>The basics of a week.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="today">The present business date: a baseline that has not begun yet judges nothing.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null where no baseline is in force.</returns>
    public async Task<Result<BasicsFigures?>> RunAsync(
        Actor actor, IsoWeek week, Site? site, DateOnly today, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody)
            return new Result<BasicsFigures?>.Forbidden("Basics by place tell of everybody; a staff account has its own figures.");
        var master = await masterData.GetAsync(cancellation);
        if (master.BaselineOn(week.Sunday < today ? week.Sunday : today) is not { } baseline) return new Result<BasicsFigures?>.Ok(null);

        var chart = new FigureQuestion(
            actor, FigureScope.OfWeeks(week.AddWeeks(1 - UnitChart.DefaultWeeks), week, site), Breakdown.Week | Breakdown.Expectation);
        var byWeek = await figures.SumsAsync(chart, cancellation);
        const Breakdown Places = Breakdown.Site | Breakdown.Staff | Breakdown.Channel;
        var recent = new FigureQuestion(
            actor, FigureScope.OfWeeks(week.AddWeeks(1 - WeeksCompared), week, site), Places | Breakdown.Expectation);
        var byUnit = await figures.SumsAsync(recent, cancellation);

        // Asked for after the figures, so that every baseline they name is there.
        master = await masterData.GetAsync(cancellation);
        var weekly = new BasicTallies<DateOnly>(master, Viewpoint.Process);
        foreach (var (key, sums) in byWeek) weekly.Add(key.Period!.Value, key.Baseline, sums);
        var byPlace = new BasicTallies<Unit>(master, Viewpoint.Process);
        foreach (var (key, sums) in byUnit) byPlace.Add(key.Unit.Reduce(Places), key.Baseline, sums);
        var places = BasicPlaces.Of([.. byPlace.Applicable.Where(c => baseline.Find(c.Basic) is not null).Select(c => new BasicCount(
            c.Basic, $"{c.Key.SiteId}", $"{c.Key.ChannelId}", $"{c.Key.StaffId}", c.Tally.Met, c.Tally.Applicable))]);

        var weeks = week.LatestOf(UnitChart.DefaultWeeks);
        return new Result<BasicsFigures?>.Ok(new BasicsFigures(baseline,
        [
            .. baseline.Expectations.Select(basic => new BasicLine(
                basic, weekly.Find(week.Monday, basic.Code) ?? new ExpectationTally(Viewpoint.Process),
                UnitChart.Of([.. weeks.Select(w => CountOf(w, basic.Code))], master.BaselineTerms, hasTarget: false),
                places.GetValueOrDefault(basic.Code))),
        ]));

        WeekCount CountOf(IsoWeek of, string basic) =>
            weekly.Find(of.Monday, basic) is { } tally ? new WeekCount(of, tally.Applicable, tally.Met) : new WeekCount(of, 0, 0);
    }
}
