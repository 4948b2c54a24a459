using ServiceTracker.Domain.Organisation;
using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Domain.Figures;

/// <summary>What a point of a chart says.</summary>
public enum Signal
{
    /// <summary>Within the usual range.</summary>
    None,

    /// <summary>Out of the usual range on the bad side.</summary>
    Concern,

    /// <summary>Out of the usual range on the good side.</summary>
    Improvement,
}

/// <summary>k of n in one week. A week with n = 0 is a gap, not a zero.</summary>
public readonly record struct WeekCount(IsoWeek Week, long N, long K);

/// <summary>One week of a p chart.</summary>
/// <param name="Week">The week.</param>
/// <param name="N">Scored interactions.</param>
/// <param name="K">Those in which it went well.</param>
/// <param name="Lower">Lower limit, 0 to 1; NaN in a gap.</param>
/// <param name="Upper">Upper limit, 0 to 1; NaN in a gap.</param>
/// <param name="Signal">Outside the limits, or not.</param>
public readonly record struct PChartPoint(IsoWeek Week, long N, long K, double Lower, double Upper, Signal Signal)
{
    /// <summary>k / n, 0 to 1; null in a gap.</summary>
    public double? Rate => N == 0 ? null : (double)K / N;
}

/// <summary>
/// A <see cref="ProportionChart"/> of a weekly rate, as pages show it: its points carry their week and counts, and only a point beyond a limit is marked.
/// </summary>
/// <param name="Points">One per week without a break, oldest first.</param>
/// <param name="Centre">p̄, 0 to 1; NaN when no week has any interaction.</param>
/// <param name="Target">The rate aimed at, 0 to 1, where there is one.</param>
public sealed record PChart(IReadOnlyList<PChartPoint> Points, double Centre, double? Target)
{
    /// <summary>Weeks shown by default.</summary>
    public const int DefaultWeeks = 26;

    /// <summary>Fewest weeks with interactions for any verdict.</summary>
    public const int FewestWeeks = 13;

    /// <summary>Weeks with interactions.</summary>
    public int WeeksWithData => Points.Count(p => p.N > 0);

    /// <summary>Makes the chart.</summary>
    /// <param name="weeks">Counts of consecutive weeks, oldest first, 0 ≤ k ≤ n.</param>
    /// <param name="target">The rate aimed at, 0 to 1.</param>
    /// <param name="fewest">Weeks with fewer interactions are drawn but never marked.</param>
    public static PChart Of(IReadOnlyList<WeekCount> weeks, double? target = null, int fewest = MinimumSample.Default)
    {
        long n = weeks.Sum(w => w.N), k = weeks.Sum(w => w.K);
        var drawn = ProportionChart.P([.. weeks.Select(w => (double)w.K)], [.. weeks.Select(w => (double)w.N)]);
        var points = weeks.Zip(drawn.Points, (w, p) => new PChartPoint(
            w.Week, w.N, w.K, p.Lower, p.Upper,
            w.N < fewest || !p.IsOutside ? Signal.None : p.Side < 0 ? Signal.Concern : Signal.Improvement));
        return new PChart([.. points], n == 0 ? double.NaN : (double)k / n, target);
    }
}
