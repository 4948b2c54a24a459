namespace ServiceTracker.Statistics.Charts;

/// <summary>What stood in for a definition that, taken literally, would have misled.</summary>
public enum Safeguard
{
    /// <summary>
    /// Screening left no moving range but zeros, so all are used: one bad day in a perfect run would otherwise collapse the limits onto
    /// the mean and mark every point.
    /// </summary>
    UnscreenedRanges,

    /// <summary>
    /// Every case of the baseline was met (or none), which leaves no spread: the limits are made from the rate (k + 45)/(n + 50), at least
    /// 0.50 and at most 0.98 (mirrored where none was met).
    /// </summary>
    ShrunkenRate,

    /// <summary>The spread between periods cannot be estimated: the limits are those of the plain chart.</summary>
    PlainLimits,
}
