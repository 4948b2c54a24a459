using MathNet.Numerics;

namespace ServiceTracker.Statistics.Distributions;

/// <summary>
/// The regularised incomplete beta function I_x(a, b): the distribution function of a beta variable, and with it those of the binomial, F
/// and t distributions. Source: NIST DLMF 8.17.
/// </summary>
public static class IncompleteBeta
{
    /// <summary>I_x(a, b), the chance that a Beta(a, b) variable is at most x; 0 to 1.</summary>
    /// <param name="a">First shape, at least 0. At 0 all weight is at 0.</param>
    /// <param name="b">Second shape, at least 0, not 0 together with a. At 0 all weight is at 1.</param>
    /// <param name="x">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shape is negative, both are 0, or x is not in 0…1.</exception>
    public static double Cdf(double a, double b, double x)
    {
        CheckShapes(a, b);
        if (!(x is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(x), x, "Between 0 and 1.");
        if (x == 1) return 1;
        if (a == 0) return 1;
        if (b == 0 || x == 0) return 0;
        return Cdf(a, b, x, 1 - x);
    }

    /// <summary>The x with I_x(a, b) = p, 0 to 1.</summary>
    /// <param name="a">First shape, at least 0.</param>
    /// <param name="b">Second shape, at least 0, not 0 together with a.</param>
    /// <param name="p">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shape is negative, both are 0, or p is not in 0…1.</exception>
    public static double Quantile(double a, double b, double p)
    {
        CheckShapes(a, b);
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "Between 0 and 1.");
        if (a == 0) return 0;
        if (b == 0) return 1;
        if (p is 0 or 1) return p;
        // On the scale t = ln(x/(1 − x)) quantiles near 0 and near 1 keep their digits alike. Newton steps, bisection where one would leave
        // the bracket.
        double low = -740, high = 740, t = Math.Log(a / b);
        for (var i = 0; i < 300; i++)
        {
            double x = 1 / (1 + Math.Exp(-t)), y = 1 / (1 + Math.Exp(t));
            var miss = Cdf(a, b, x, y) - p;
            if (miss == 0) break;
            if (miss > 0) high = t;
            else low = t;
            var slope = Math.Exp(a * Math.Log(x) + b * Math.Log(y) - LogBeta(a, b));
            var next = t - miss / slope;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - t) <= 1e-15 * Math.Max(1, Math.Abs(t))) break;
            t = next;
        }

        return 1 / (1 + Math.Exp(-t));
    }

    /// <summary>The chance that an F variable exceeds f; 0 to 1.</summary>
    /// <param name="f">At least 0; infinite is allowed.</param>
    /// <param name="numerator">Degrees of freedom above, over 0.</param>
    /// <param name="denominator">Degrees of freedom below, over 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">f is negative or NaN, or a number of degrees of freedom is not positive.</exception>
    public static double FUpperTail(double f, double numerator, double denominator)
    {
        if (!(f >= 0)) throw new ArgumentOutOfRangeException(nameof(f), f, "At least 0.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        return double.IsPositiveInfinity(f) ? 0 : Cdf(denominator / 2, numerator / 2, denominator / (denominator + numerator * f));
    }

    /// <summary>The f that an F variable stays under with chance p.</summary>
    /// <param name="p">0 to 1, 1 excluded.</param>
    /// <param name="numerator">Degrees of freedom above, over 0; fractions are allowed.</param>
    /// <param name="denominator">Degrees of freedom below, over 0; fractions are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in 0…1, or a number of degrees of freedom is not positive.</exception>
    public static double FQuantile(double p, double numerator, double denominator)
    {
        if (!(p is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "From 0 to under 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        // The complement from the mirrored distribution: 1 − x loses the digits of a large f.
        var above = Quantile(numerator / 2, denominator / 2, p);
        var below = Quantile(denominator / 2, numerator / 2, 1 - p);
        return denominator * above / (numerator * below);
    }

    /// <summary>ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b).</summary>
    /// <param name="a">Over 0.</param>
    /// <param name="b">Over 0.</param>
    public static double LogBeta(double a, double b) =>
        SpecialFunctions.GammaLn(a) + SpecialFunctions.GammaLn(b) - SpecialFunctions.GammaLn(a + b);

    private static double Cdf(double a, double b, double x, double y)
    {
        if (x == 0) return 0;
        if (y == 0) return 1;
        var front = Math.Exp(a * Math.Log(x) + b * Math.Log(y) - LogBeta(a, b));
        // The fraction converges quickly left of the mean, the mirrored one right of it.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - front * Fraction(b, a, y) / b;
    }

    // DLMF 8.17.22 by the modified Lentz method. It needs about √max(a, b) steps.
    private static double Fraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        double c = 1, d = Inverse(1 - (a + b) * x / (a + 1)), h = d;
        for (var m = 1; m <= 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = Inverse(1 + even * d);
            c = NotZero(1 + even / c);
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = Inverse(1 + odd * d);
            c = NotZero(1 + odd / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < 1e-16) break;
        }

        return h;

        static double NotZero(double value) => Math.Abs(value) < tiny ? tiny : value;
        static double Inverse(double value) => 1 / NotZero(value);
    }

    private static void CheckShapes(double a, double b)
    {
        if (!(a >= 0) || double.IsInfinity(a)) throw new ArgumentOutOfRangeException(nameof(a), a, "At least 0.");
        if (!(b >= 0) || double.IsInfinity(b)) throw new ArgumentOutOfRangeException(nameof(b), b, "At least 0.");
        if (a == 0 && b == 0) throw new ArgumentOutOfRangeException(nameof(b), b, "One shape must be over 0.");
    }
}
