using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Application.Figures;

/// <summary>A control chart of stored data.</summary>
/// <param name="Measure">What is drawn.</param>
/// <param name="Period">day or week.</param>
/// <param name="Analysis">The chart.</param>
public sealed record StoredChart(string Measure, string Period, ChartAnalysis Analysis);

/// <summary>
/// Draws control charts of stored data: rates and the basics score, as <see cref="FigureChart"/> makes them.
/// </summary>
public sealed class ControlChartQuery(
    FigureReader figures, FiguresOfOthers others, PeopleInSight people, MasterDataReader masterData, BusinessToday today,
    ProcessChangeQuery processChanges)
{
    /// <summary>What can be drawn, besides <c>expectation:</c> and a code.</summary>
    public const string AllBasicsMet = "allBasicsMet", BasicsScore = "basicsScore";

    /// <summary>The measures that are none of one basic, and the lengths of a point.</summary>
    public static IReadOnlyList<string> WholeMeasures { get; } = [AllBasicsMet, BasicsScore];

    /// <inheritdoc cref="WholeMeasures"/>
    public static IReadOnlyList<string> Periods { get; } = [Day, Week];

    private const string Expectation = "expectation:", Day = "day", Week = "week";

    /// <summary>The chart of a scope.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="measure"><see cref="AllBasicsMet"/>, <see cref="BasicsScore"/> or <c>expectation:</c> and a code.</param>
    /// <param name="period">day or week.</param>
    /// <param name="filter">Whose; by default the last 26 weeks, or 60 days.</param>
    /// <param name="rules">Name of a rule set, or null for the default.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<StoredChart>> RunAsync(
        Actor actor, string? measure, string? period, FigureFilter filter, string? rules, CancellationToken cancellation)
    {
        measure ??= AllBasicsMet;
        period ??= Week;
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        if (period is not (Day or Week)) errors.Add(new("$.period", FieldError.Invalid, $"{Day} or {Week}."));
        var code = measure.StartsWith(Expectation, StringComparison.Ordinal) ? measure[Expectation.Length..] : null;
        if (code is null && measure is not (AllBasicsMet or BasicsScore))
            errors.Add(new("$.measure", FieldError.Invalid, $"{AllBasicsMet}, {BasicsScore} or {Expectation}code."));
        if (code is not null && master.Baselines.Values.All(b => b.Find(code) is null))
            errors.Add(new("$.measure", FieldError.UnknownReference, $"No baseline has an expectation “{code}”."));
        if (rules is not null && RunRules.Named(rules) is null)
            errors.Add(new("$.rules", FieldError.Invalid, $"One of: {string.Join(", ", RunRules.Sets.Select(s => s.Name))}."));
        var scope = await FigureScope.OfAsync(
            people, actor, filter, master, LastAt, period == Week ? 7 * UnitChart.DefaultWeeks : 60, errors, cancellation);
        if (scope is not null && FiguresOfOthers.AreAsked(actor, scope.Staff))
        {
            FiguresOfOthers.Check(actor, scope, Breakdown.None, master, errors);
            if (period == Day)
                errors.Add(FiguresOfOthers.Refused(
                    "$.period", $"{Week}: of others, staff see whole weeks. Your own figures (staff=your code) have days."));
            if (code is not null)
                errors.Add(FiguresOfOthers.Refused(
                    "$.measure",
                    $"{AllBasicsMet} or {BasicsScore}: of others, staff see no single basics. " +
                    $"Your own figures (staff=your code) have them."));
        }

        if (scope is null || errors.Count > 0) return Refusal.Invalid(errors);

        var viewpoint = scope.Staff is null ? Viewpoint.Process : Viewpoint.Person;
        var by = (period == Week ? Breakdown.Week : Breakdown.Day) | (code is null ? 0 : Breakdown.Expectation);
        var found = await figures.SumsAsync(new FigureQuestion(actor, scope, by), cancellation);
        // Asked for after the figures, so that every baseline they name is there.
        master = await masterData.GetAsync(cancellation);
        var periods = PeriodsOf(scope, period);
        var byPeriod = found.ToLookup(l => l.Key.Period!.Value);
        IReadOnlyList<string> labels = [.. periods.Select(p => period == Week ? IsoWeek.Of(p).ToString() : p.ToString("yyyy-MM-dd"))];
        var changes = BaselineTerm.Changes(master.BaselineTerms, periods[0], scope.To);
        var recorded = await processChanges.OfUnitAsync(
            actor, scope.Site?.Id ?? scope.Staff?.HomeSiteId, scope.Channel?.Id, code, periods[0], scope.To, cancellation);
        if (measure == BasicsScore)
        {
            var summaries = periods.Select(p =>
            {
                var tally = new ConsistencyTally(viewpoint);
                foreach (var (_, sums) in byPeriod[p]) tally.Add(sums);
                return new Subgroup(
                    (int)tally.Scored, tally.MeanScore ?? double.NaN, tally.ScoreStandardDeviation ?? double.NaN, double.NaN);
            });
            return new StoredChart(measure, period, Marked(FigureChart.OfScores([.. summaries], labels, rules).With(changes), recorded));
        }

        var counts = periods.Select(p =>
        {
            long n = 0, k = 0;
            foreach (var (key, sums) in byPeriod[p])
            {
                var (scored, met) = code is null ? sums.Rate(viewpoint) : CountOf(sums, master.Baselines[key.Baseline]);
                (n, k) = (n + scored, k + met);
            }

            return (N: n, K: k);
        }).ToList();
        var term = period == Week
            ? BaselineTerm.Of(master.BaselineTerms, IsoWeek.Of(scope.To)) : BaselineTerm.On(master.BaselineTerms, scope.To);
        return new StoredChart(
            measure, period,
            Marked(FigureChart.OfRates(counts, labels, measure == AllBasicsMet ? term?.Target : null, rules).With(changes), recorded));

        (long N, long K) CountOf(FigureSums sums, Baseline baseline)
        {
            if (baseline.Find(code!) is not { } basic) return default;
            var tally = sums.TallyOf(baseline, basic, viewpoint);
            return (tally.Applicable, tally.Met);
        }

        DateOnly LastAt(Site? site)
        {
            if (!actor.SeesEverybody && filter.Staff is null) return others.LastWeek.Sunday;
            var present = today.Of(actor, master, site);
            return period == Week ? IsoWeek.Of(present).Sunday : present;
        }
    }

    private static ChartAnalysis Marked(ChartAnalysis chart, IReadOnlyList<ProcessChange> recorded) => chart with
    {
        Notes =
        [
            .. chart.Notes,
            .. recorded.Select(c => new ChartNote("process-change", $"A change was recorded for {Dates.Text(c.Date)}: {c.What}")),
        ],
    };

    private static List<DateOnly> PeriodsOf(FigureScope scope, string period)
    {
        var (first, step) = period == Week ? (IsoWeek.Of(scope.From).Monday, 7) : (scope.From, 1);
        var periods = new List<DateOnly>();
        for (var at = first; at <= scope.To; at = at.AddDays(step)) periods.Add(at);
        return periods;
    }
}
