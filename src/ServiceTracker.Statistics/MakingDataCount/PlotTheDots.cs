using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.MakingDataCount;

/// <summary>
/// The XmR chart of NHS England's "Making Data Count" with its rules and icons: limits 2.66 mean moving ranges from the mean, screened at
/// 3.267; rules nhs7 inside each part, first match wins; variation is the last point's, assurance comes from the last limits.
/// Source: NHS England, "Making Data Count"; reference software NHSRplotthedots.
/// </summary>
/// <param name="Chart">The chart.</param>
/// <param name="Signals">The one signal of each point; null where it is common cause.</param>
/// <param name="Points">What each point says.</param>
/// <param name="Variation">What the last point says; null without points.</param>
/// <param name="Assurance">Whether the target will be met; null without a target or where neither direction is better.</param>
public sealed record PlotTheDots(
    ControlChart Chart,
    IReadOnlyList<PointSignal?> Signals,
    IReadOnlyList<Variation> Points,
    Variation? Variation,
    Assurance? Assurance)
{
    /// <summary>Fewest points of a part for limits that deserve the name; below it they are trial limits.</summary>
    public const int FewestPoints = 13;

    private static readonly RunRule Trend = RunRules.Nhs7.Rules.Single(x => x.Name == "trend");

    /// <summary>Makes the chart, its signals and icons.</summary>
    /// <param name="values">Oldest first, one per period; NaN is a gap.</param>
    /// <param name="better">Which way is better.</param>
    /// <param name="target">The value aimed at, in units of the values.</param>
    /// <param name="options">Baseline ("fix after n points", per part), parts ("rebase"), screening.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PlotTheDots Of(
        IReadOnlyList<double> values, ImprovementDirection better, double? target = null, ChartOptions? options = null)
    {
        var chart = IndividualsChart.XmR(values, options);
        var signals = ChartSignals.Of(chart, RunRules.Nhs7);
        var trend = ChartSignals.Marks(chart, Trend);
        for (var i = 0; i < signals.Length; i++)
            if (signals[i]?.Rule == Trend) signals[i] = new PointSignal(Trend, DirectionOfTrend(chart, trend, i));
        var points = new Variation[signals.Length];
        for (var i = 0; i < points.Length; i++) points[i] = Variations.Of(signals[i]?.Direction, better);
        return points.Length == 0
            ? new PlotTheDots(chart, signals, points, null, null)
            : new PlotTheDots(
                chart, signals, points, points[^1], Assurances.Of(target, chart.Points[^1].Lower, chart.Points[^1].Upper, better));
    }

    // By definition: the step to the right where the right neighbour is in a trend as well, else the step from the left. It differs from
    // the trend that the point is part of only where two trends meet without sharing a point.
    private static SignalDirection DirectionOfTrend(ControlChart chart, sbyte[] trend, int i)
    {
        int left = Neighbour(chart, i, -1), right = Neighbour(chart, i, 1);
        var step = right >= 0 && trend[right] != 0
            ? Level.Compare(chart.Points[right].Value, chart.Points[i].Value)
            : Level.Compare(chart.Points[i].Value, chart.Points[left].Value);
        return step > 0 ? SignalDirection.High : SignalDirection.Low;
    }

    // The next point of the same part in a direction that takes part in runs; −1 where there is none.
    private static int Neighbour(ControlChart chart, int i, int step)
    {
        var j = i + step;
        while (j >= 0 && j < chart.Points.Count && chart.Points[j].Part == chart.Points[i].Part)
        {
            if (!chart.Points[j].IsGap && !chart.Points[j].Excluded) return j;
            j += step;
        }

        return -1;
    }
}
