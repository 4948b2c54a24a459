using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>
/// Asks for consistency figures. The page, the API and the weekly CSV are made from these same answers.
/// </summary>
public sealed class ConsistencyQuery(
    FigureReader figures, FiguresOfOthers others, UnitStandingReader standings, MasterDataReader masterData)
{
    /// <summary>Everything about one week, to be broken down in any way without asking again.</summary>
    /// <param name="actor">Whose sites are counted; a staff account is shown its own lines, and of others
    /// what <see cref="FiguresOfOthers"/> shows.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">Only this site, or null.</param>
    public async Task<ConsistencyWeek> WeekAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var first = week.AddWeeks(1 - UnitChart.DefaultWeeks);
        var own = actor.SeesEverybody ? null : master.Staff.Find(actor.StaffId);
        var isNobodys = !actor.SeesEverybody && own is null;
        var question = new FigureQuestion(actor, FigureScope.OfWeeks(week, week, site, own), Breakdowns.EveryUnit);
        var lines = isNobodys ? [] : await figures.SumsAsync(question, cancellation);
        var weekly = question with { Scope = FigureScope.OfWeeks(first, week, site, own) };
        var rates = isNobodys ? new WeeklyRates([]) : await figures.RatesAsync(weekly, cancellation);
        var shown = actor.SeesEverybody ? null : await others.OfAsync(actor, first, week, site, cancellation);
        return new ConsistencyWeek(
            week, master.BaselineTerms, lines, rates, await standings.OfAsync(question, week, cancellation), shown);
    }

    /// <summary>The chart of one unit and how it stands, whether or not it had interactions.</summary>
    /// <param name="actor">Who asks; a colleague's chart is empty for a staff account.</param>
    /// <param name="last">The last week shown.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="unit">Whose.</param>
    public async Task<UnitReading> ReadingAsync(Actor actor, IsoWeek last, int weeks, Unit unit, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var isHidden = unit.StaffId is { } person && !actor.SeesPerson(person);
        var scope = FigureScope.OfWeeks(
            last.AddWeeks(1 - weeks), last,
            master.Sites.Find(unit.SiteId), master.Staff.Find(unit.StaffId), master.Channels.Find(unit.ChannelId));
        var question = new FigureQuestion(actor, scope, unit.Breakdown);
        var rates = isHidden ? new WeeklyRates([]) : await figures.RatesAsync(question, cancellation);
        var sums = rates.Sum(unit.Breakdown, unit.Breakdown.Viewpoint());
        var standing = isHidden ? null : (await standings.OfAsync(question, last, cancellation))?.Find(unit, unit.Breakdown);
        return new UnitReading(sums.ChartOf(unit, last, weeks, master.BaselineTerms), standing);
    }

    /// <summary>The figures of one unit in a week.</summary>
    /// <param name="actor">Who asks; a colleague's are empty for a staff account.</param>
    /// <param name="week">The week.</param>
    /// <param name="unit">Whose.</param>
    public async Task<ConsistencyTally> TallyAsync(Actor actor, IsoWeek week, Unit unit, CancellationToken cancellation)
    {
        var tally = new ConsistencyTally(unit.Breakdown.Viewpoint());
        if (unit.StaffId is { } person && !actor.SeesPerson(person)) return tally;
        var master = await masterData.GetAsync(cancellation);
        var scope = FigureScope.OfWeeks(
            week, week, master.Sites.Find(unit.SiteId), master.Staff.Find(unit.StaffId), master.Channels.Find(unit.ChannelId));
        foreach (var (_, sums) in await figures.SumsAsync(new FigureQuestion(actor, scope, unit.Breakdown), cancellation)) tally.Add(sums);
        return tally;
    }

    /// <summary>The chart of one basic at a unit.</summary>
    /// <param name="actor">Who asks; of others than its own person a staff account is told of no single basic: the chart is empty.</param>
    /// <param name="last">The last week shown.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="unit">Whose.</param>
    /// <param name="basic">Code of the basic.</param>
    public async Task<UnitChart> BasicAsync(
        Actor actor, IsoWeek last, int weeks, Unit unit, string basic, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var scope = FigureScope.OfWeeks(
            last.AddWeeks(1 - weeks), last,
            master.Sites.Find(unit.SiteId), master.Staff.Find(unit.StaffId), master.Channels.Find(unit.ChannelId));
        var question = new FigureQuestion(actor, scope, unit.Breakdown | Breakdown.Week | Breakdown.Expectation);
        var found = question.IsOfOthers ? [] : await figures.SumsAsync(question, cancellation);
        master = await masterData.GetAsync(cancellation);
        var tallies = new BasicTallies<DateOnly>(master, unit.Breakdown.Viewpoint());
        foreach (var (key, sums) in found) tallies.Add(key.Period!.Value, key.Baseline, sums);
        return UnitChart.Of(
            [.. last.LatestOf(weeks).Select(w =>
                tallies.Find(w.Monday, basic) is { } tally ? new WeekCount(w, tally.Applicable, tally.Met) : new WeekCount(w, 0, 0))],
            master.BaselineTerms, hasTarget: false);
    }
}
