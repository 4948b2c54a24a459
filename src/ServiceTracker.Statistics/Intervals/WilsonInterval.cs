using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Intervals;

/// <summary>The Wilson score interval of a proportion.</summary>
/// <param name="Low">Lower end, 0 to 1.</param>
/// <param name="High">Upper end, 0 to 1.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    // Φ⁻¹(0.975)
    private const double Z = 1.959963984540054;

    /// <summary>
    /// 95 % interval of k successes in n trials: (p̂ + z²/2n ± z√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n), p̂ = k/n.
    /// Source: E. B. Wilson, JASA 22 (1927) 209–212. Without continuity correction.
    /// </summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 1, or k is not in 0…n.</exception>
    public static WilsonInterval Of(long successes, long trials) => At(Z, successes, trials);

    /// <summary>The same interval at another level, z = Φ⁻¹((1 + level)/2).</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="level">Between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 1, k is not in 0…n, or the level is not between 0 and 1.</exception>
    public static WilsonInterval Of(long successes, long trials, double level)
    {
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "Between 0 and 1.");
        return At(StandardNormal.Quantile((1 + level) / 2), successes, trials);
    }

    private static WilsonInterval At(double z, long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double n = trials, p = successes / n, z2 = z * z / n;
        var centre = (p + z2 / 2) / (1 + z2);
        var half = z * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n)) / (1 + z2);
        // At k = 0 and k = n one end is exactly 0 or 1; in floating point it may miss by a hair.
        return new WilsonInterval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
