namespace ServiceTracker.Domain.Consistency.Charts;

/// <summary>Absolute differences of neighbouring values, the measure of spread of a series without subgroups.</summary>
public static class MovingRanges
{
    /// <summary>The mean moving range, optionally without the outliers among the ranges.</summary>
    /// <param name="values">Oldest first; NaN is a gap, over which no range is formed.</param>
    /// <param name="screen">Leaves out ranges that are not strictly below a multiple of their mean, once.</param>
    /// <param name="keepAllThereIs">Takes the unscreened mean where screening leaves nothing but zeros.</param>
    /// <returns>In units of the values; NaN when there is no range.</returns>
    public static double Mean(ReadOnlySpan<double> values, bool screen = false, bool keepAllThereIs = true)
    {
        var ranges = new double[Math.Max(0, values.Length - 1)];
        for (var i = 1; i < values.Length; i++) ranges[i - 1] = Math.Abs(values[i] - values[i - 1]);
        return MeanOf(ranges, screen, ChartConstants.D4OfTwo, keepAllThereIs);
    }

    /// <summary>The mean of ranges, NaN among them left out.</summary>
    internal static double MeanOf(double[] ranges, bool screen, double multiple, bool keepAllThereIs)
    {
        var mean = CompensatedSum.MeanOf(ranges);
        if (!screen) return mean;
        var limit = multiple * mean;
        for (var i = 0; i < ranges.Length; i++)
            if (!(ranges[i] < limit)) ranges[i] = double.NaN;
        var screened = CompensatedSum.MeanOf(ranges);
        return keepAllThereIs && !(screened > 0) ? mean : screened;
    }
}
