using MathNet.Numerics;

namespace ServiceTracker.Statistics.Distributions;

/// <summary>The chi-square distribution; degrees of freedom may be fractions. Source: NIST DLMF 8.2.</summary>
public static class ChiSquare
{
    /// <summary>Q(d/2, x/2), the chance of a value over x; 0 to 1.</summary>
    /// <param name="x">At least 0; infinite is allowed.</param>
    /// <param name="degrees">d, over 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">x is negative or NaN, or d is not positive.</exception>
    public static double UpperTail(double x, double degrees)
    {
        if (!(x >= 0)) throw new ArgumentOutOfRangeException(nameof(x), x, "At least 0.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        return double.IsPositiveInfinity(x) ? 0 : SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);
    }

    /// <summary>
    /// p-value of a likelihood ratio statistic whose parameter lies on the edge of its range under the hypothesis (a variance of 0): half
    /// of it is exactly 0, half chi-square with one degree of freedom. 1 at 0. Source: S. G. Self and K.-Y. Liang, JASA 82 (1987) 605–610.
    /// </summary>
    /// <param name="statistic">2·(ln L₁ − ln L₀); values under 0 count as 0.</param>
    public static double BoundaryPValue(double statistic) => statistic <= 0 ? 1 : 0.5 * SpecialFunctions.Erfc(Math.Sqrt(statistic / 2));

    /// <summary>The x that a chi-square variable stays under with chance p.</summary>
    /// <param name="p">0 to 1, 1 excluded.</param>
    /// <param name="degrees">d, over 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in 0…1, or d is not positive.</exception>
    public static double Quantile(double p, double degrees)
    {
        if (!(p is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "From 0 to under 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        if (p == 0) return 0;
        var shape = degrees / 2;
        // On the scale t = ln x, with bisection where a Newton step would leave the bracket.
        double low = -740, high = Math.Log(shape + 1) + 8, t = Math.Log(shape);
        for (var i = 0; i < 300; i++)
        {
            var x = Math.Exp(t);
            // The smaller tail keeps the digits.
            var miss = p < 0.5
                ? SpecialFunctions.GammaLowerRegularized(shape, x) - p : 1 - p - SpecialFunctions.GammaUpperRegularized(shape, x);
            if (miss == 0) break;
            if (miss > 0) high = t;
            else low = t;
            var slope = Math.Exp(shape * t - x - SpecialFunctions.GammaLn(shape));
            var next = t - miss / slope;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - t) <= 1e-15 * Math.Max(1, Math.Abs(t))) break;
            t = next;
        }

        return 2 * Math.Exp(t);
    }
}
