using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>Absolute differences of neighbouring values, the measure of spread of a series without subgroups.</summary>
public static class MovingRanges
{
    /// <summary>The ranges, one fewer than there are values.</summary>
    /// <param name="values">Oldest first; NaN is a gap, over which no range is formed.</param>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var ranges = new double[Math.Max(0, values.Length - 1)];
        for (var i = 0; i < ranges.Length; i++) ranges[i] = Math.Abs(values[i + 1] - values[i]);
        return ranges;
    }

    /// <summary>
    /// The mean of the ranges that are strictly below a multiple of the mean of all, once: a range so large shows a special cause and
    /// would hide others. Source: L. S. Nelson, Journal of Quality Technology 14 (1982) 172–173.
    /// </summary>
    /// <param name="ranges">NaN among them is left out.</param>
    /// <param name="multiple">3.267 for ranges of two, D₄(2).</param>
    /// <returns>NaN when no range is left.</returns>
    public static double Screened(ReadOnlySpan<double> ranges, double multiple = ChartConstants.D4OfTwo)
    {
        var limit = multiple * CompensatedSum.MeanOf(ranges);
        var kept = new List<double>(ranges.Length);
        foreach (var range in ranges)
            if (range < limit) kept.Add(range);
        return CompensatedSum.MeanOf([.. kept]);
    }
}
