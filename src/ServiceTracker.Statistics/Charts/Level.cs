namespace ServiceTracker.Statistics.Charts;

/// <summary>Compares a value with a line so that rounding never puts it beyond one.</summary>
public static class Level
{
    /// <summary>Values closer than this, relative to their size, are equal.</summary>
    public const double RelativeTolerance = 1e-9;

    /// <summary>1 when the value is above the line, −1 below, 0 on it or when either is NaN.</summary>
    public static int Compare(double value, double line)
    {
        var difference = value - line;
        if (double.IsNaN(difference)) return 0;
        return Math.Abs(difference) <= RelativeTolerance * Math.Max(Math.Abs(value), Math.Abs(line)) ? 0 : Math.Sign(difference);
    }
}
