using System.Globalization;
using System.Text;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Charts;

/// <summary>What a <see cref="UnitChart"/> says in words: as a whole, of a week, of a change of the baseline.</summary>
public static class PChartWords
{
    /// <summary>The chart as one paragraph: span, latest week, mean, usual range, target and what is out of range.</summary>
    /// <param name="title">What is counted.</param>
    /// <param name="chart">The chart.</param>
    public static string Sentence(string title, UnitChart chart)
    {
        if (chart.WeeksWithData == 0) return $"{title}, weekly: no scored interactions.";

        var points = chart.Points;
        var last = points[LastIndex(points)];
        var concerns = points.Count(p => p.Signal == Signal.Concern);
        var improvements = points.Count(p => p.Signal == Signal.Improvement);
        var text = new StringBuilder()
            .Append($"{title}, weekly, from {Day(points[0].Week)} to {Day(points[^1].Week)}. ")
            .Append($"Week of {Day(last.Week)}: {Figures(last)}. ")
            .Append(chart is { Centre: { } centre } && last is { Lower: { } lower, Upper: { } upper }
                ? $"Mean {ChartSvg.Percent(centre)}, usual range {ChartSvg.Percent(lower)} to {ChartSvg.Percent(upper)}"
                : NoRange(chart));
        if (last.Target is { } target) text.Append($", target {ChartSvg.Percent(target)}");
        text.Append(". ");
        foreach (var change in chart.Changes) text.Append($"{Change(change)}. ");
        text.Append($"Of {Weeks(chart.WeeksWithData)} with interactions, ");
        if (!chart.HasRange) text.Append("none is judged yet");
        else if (concerns + improvements == 0) text.Append("none stands out");
        else text.Append($"{concerns} {(concerns == 1 ? "is" : "are")} a concern and {improvements} an improvement");
        var gaps = points.Count - chart.WeeksWithData;
        if (gaps > 0) text.Append($"; {Weeks(gaps)} without interactions");
        return text.Append('.').ToString();
    }

    public static int LastIndex(IReadOnlyList<UnitChartPoint> points)
    {
        var index = points.Count - 1;
        while (points[index].N == 0) index--;
        return index;
    }

    public static string Day(IsoWeek week) => week.Monday.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Weeks(int count) => count == 1 ? "1 week" : $"{count} weeks";

    public static string Figures(UnitChartPoint point) => $"{ChartSvg.Percent(point.Rate!.Value)} of {point.N}";

    public static string Spoken(UnitChartPoint point) =>
        $"Week of {Day(point.Week)}: {Figures(point)}, {Words(point).ToLowerInvariant()}, usual {Share(point.Lower)} to " +
        $"{Share(point.Upper)}";

    // What the one rule of the point found.
    public static string Words(UnitChartPoint point) => (point.Signal, point.Rule) switch
    {
        (Signal.None, _) => "",
        (Signal.Concern, "outside") => "Concern: below the usual range",
        (Signal.Concern, "trend") => "Concern: weeks in a row falling",
        (Signal.Concern, "two-in-three") => "Concern: two of three weeks near the lower limit",
        (Signal.Concern, _) => "Concern: weeks in a row below the mean",
        (_, "outside") => "Improvement: above the usual range",
        (_, "trend") => "Improvement: weeks in a row rising",
        (_, "two-in-three") => "Improvement: two of three weeks near the upper limit",
        _ => "Improvement: weeks in a row above the mean",
    };

    public static string NoRange(UnitChart chart) =>
        $"Not enough yet for a usual range: {chart.WeeksWithData} of {MinimumSample.Weeks} weeks";

    public static string Change(BaselineTerm change) =>
        $"Baseline {change.Number} from {change.From.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}";

    public static string Share(double? share) => share is { } value ? ChartSvg.Percent(value) : "–";
}
