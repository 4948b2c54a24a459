using MathNet.Numerics;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// The constants of Shewhart charts for normal observations.
/// Source: D. C. Montgomery, Introduction to Statistical Quality Control, appendix "Factors for constructing variables control charts".
/// </summary>
public static class ChartConstants
{
    /// <summary>d₂(2): mean range of two observations in standard deviations, as tabled.</summary>
    public const double D2OfTwo = 1.128;

    /// <summary>D₄(2): a moving range above this many mean moving ranges is an outlier.</summary>
    public const double D4OfTwo = 3.267;

    /// <summary>Mean moving ranges from the mean to a limit of an XmR chart: 3/d₂(2) as rounded by D. J. Wheeler and "Making Data
    /// Count".</summary>
    public const double XmrFactor = 2.66;

    /// <summary>Largest subgroup for which a range is a good measure of spread and d₂ is tabled.</summary>
    public const int LargestRangeSubgroup = 25;

    // n = 2 … 25, three decimals: published limits are made from these, not from the exact integrals.
    private static readonly double[] TabledD2 =
    [
        1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078, 3.173, 3.258, 3.336,
        3.407, 3.472, 3.532, 3.588, 3.640, 3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931,
    ];

    /// <summary>d₂(n): mean range of n observations in standard deviations.</summary>
    /// <param name="n">2 to 25.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is not 2 to 25.</exception>
    public static double D2(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, LargestRangeSubgroup);
        return TabledD2[n - 2];
    }

    /// <summary>
    /// c₄(n) = √(2/(n − 1)) · Γ(n/2)/Γ((n − 1)/2): mean of the sample standard deviation of n observations in standard deviations.
    /// </summary>
    /// <param name="n">At least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 2.</exception>
    public static double C4(double n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        return Math.Sqrt(2 / (n - 1)) * Math.Exp(SpecialFunctions.GammaLn(n / 2) - SpecialFunctions.GammaLn((n - 1) / 2));
    }
}
