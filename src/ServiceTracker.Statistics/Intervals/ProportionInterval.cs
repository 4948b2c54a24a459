using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Intervals;

/// <summary>An interval of a proportion. The one shown beside every rate is <see cref="WilsonInterval"/>.</summary>
/// <param name="Low">Lower end, 0 to 1.</param>
/// <param name="High">Upper end, 0 to 1.</param>
public readonly record struct ProportionInterval(double Low, double High)
{
    /// <summary>
    /// The exact interval of k successes in n trials: the chances under which a result of at least k, or at most k, has probability (1 −
    /// level)/2. It covers at least as often as its level says, mostly more often. Source: C. J. Clopper and E. S. Pearson, Biometrika 26
    /// (1934) 404–413.
    /// </summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="level">Between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 1, k is not in 0…n, or the level is not between 0 and 1.</exception>
    public static ProportionInterval ClopperPearson(long successes, long trials, double level = 0.95)
    {
        Check(successes, trials, level);
        var tail = (1 - level) / 2;
        return new ProportionInterval(
            successes == 0 ? 0 : IncompleteBeta.Quantile(successes, trials - successes + 1, tail),
            successes == trials ? 1 : IncompleteBeta.Quantile(successes + 1, trials - successes, 1 - tail));
    }

    /// <summary>
    /// The quantiles (1 − level)/2 and (1 + level)/2 of Beta(k + ½, n − k + ½), as they are: at k = 0 and k = n the ends are not moved to 0
    /// and 1. Source: L. D. Brown, T. T. Cai and A. DasGupta, Statistical Science 16 (2001) 101–133.
    /// </summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="level">Between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 1, k is not in 0…n, or the level is not between 0 and 1.</exception>
    public static ProportionInterval Jeffreys(long successes, long trials, double level = 0.95)
    {
        Check(successes, trials, level);
        double a = successes + 0.5, b = trials - successes + 0.5;
        return new ProportionInterval(IncompleteBeta.Quantile(a, b, (1 - level) / 2), IncompleteBeta.Quantile(a, b, (1 + level) / 2));
    }

    private static void Check(long successes, long trials, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "Between 0 and 1.");
    }
}
