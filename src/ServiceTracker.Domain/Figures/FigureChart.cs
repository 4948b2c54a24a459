using System.Globalization;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Domain.Figures;

/// <summary>
/// How every chart of stored figures is made, on pages, in files and in the API: limits from <see cref="ReferencePeriod.Usual"/>, no signal
/// in a period with fewer than <see cref="MinimumSample.Default"/> interactions, and changes of the baseline told.
/// </summary>
public static class FigureChart
{
    /// <summary>A rate by period: a p chart, or p′ where the periods that make the limits differ by more than chance.</summary>
    /// <param name="counts">k of n, oldest first; n = 0 is a gap.</param>
    /// <param name="labels">A label for each.</param>
    /// <param name="target">The rate aimed at in the last period, 0 to 1.</param>
    /// <param name="rules">Name of the rule set; nhs7 where absent.</param>
    public static ChartAnalysis OfRates(
        IReadOnlyList<(long N, long K)> counts, IReadOnlyList<string> labels, double? target, string? rules = null) =>
        ChartAnalysis.OfProportions(Request(ChartKind.P, labels, rules) with
        {
            Values = [.. counts.Select(c => c.N == 0 ? null : (double?)c.K)],
            Sizes = [.. counts.Select(c => (double?)c.N)],
            Target = target,
        });

    /// <summary>The mean score by period: an X̄ chart.</summary>
    /// <param name="scores">Number, mean and spread of each period's scores, oldest first.</param>
    /// <param name="labels">A label for each.</param>
    /// <param name="rules">Name of the rule set; nhs7 where absent.</param>
    public static ChartAnalysis OfScores(IReadOnlyList<Subgroup> scores, IReadOnlyList<string> labels, string? rules = null) =>
        ChartAnalysis.Of(Request(ChartKind.XBar, labels, rules) with { Summaries = scores });

    /// <summary>The chart with a note on each change of the baseline.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="changes">What began within the time of the chart, oldest first.</param>
    public static ChartAnalysis With(this ChartAnalysis chart, IReadOnlyList<BaselineTerm> changes) => chart with
    {
        Notes =
        [
            .. chart.Notes,
            .. changes.Select(c => new ChartNote("baseline-change", SentenceOf(c))),
        ],
    };

    private static string SentenceOf(BaselineTerm change) => string.Create(
        CultureInfo.InvariantCulture,
        $"Baseline {change.Number} is in force from {change.From:yyyy-MM-dd}, with a target of {100 * change.Target:0.#}%: " +
        $"what is asked for is not the same before and after.");

    private static ChartRequest Request(ChartKind kind, IReadOnlyList<string> labels, string? rules) => new()
    {
        Kind = kind,
        Labels = labels,
        Rules = rules ?? RunRules.Nhs7.Name,
        Reference = ReferencePeriod.Usual,
        FewestInPoint = MinimumSample.Default,
    };
}
