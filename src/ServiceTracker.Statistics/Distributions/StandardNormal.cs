using MathNet.Numerics;

namespace ServiceTracker.Statistics.Distributions;

/// <summary>The normal distribution with mean 0 and standard deviation 1. Source: NIST DLMF, chapter 7.</summary>
public static class StandardNormal
{
    /// <summary>Φ(x) = ½ erfc(−x/√2), the chance of a value of at most x; 0 to 1.</summary>
    public static double Cdf(double x) => 0.5 * SpecialFunctions.Erfc(-x / Constants.Sqrt2);

    /// <summary>1 − Φ(x), without the loss of digits that the subtraction has far out in the tail; 0 to 1.</summary>
    public static double UpperTail(double x) => 0.5 * SpecialFunctions.Erfc(x / Constants.Sqrt2);

    /// <summary>2·(1 − Φ(|x|)), the two-sided p-value of a z statistic; 0 to 1.</summary>
    public static double TwoSided(double x) => SpecialFunctions.Erfc(Math.Abs(x) / Constants.Sqrt2);

    /// <summary>Φ⁻¹(p).</summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not between 0 and 1.</exception>
    public static double Quantile(double p)
    {
        if (!(p is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability between 0 and 1.");
        return -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * p);
    }
}
