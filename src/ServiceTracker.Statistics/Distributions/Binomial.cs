namespace ServiceTracker.Statistics.Distributions;

/// <summary>Successes in n trials that share one chance p. Source: NIST DLMF 8.17.</summary>
public static class Binomial
{
    /// <summary>P(K ≤ k) = I_{1−p}(n − k, k + 1), 0 to 1.</summary>
    /// <param name="successes">k; under 0 gives 0, n and more gives 1.</param>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="chance">p, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is negative, or p is not in 0…1.</exception>
    public static double Cdf(long successes, long trials, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(chance is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "Between 0 and 1.");
        return successes < 0 ? 0 : successes >= trials ? 1 : IncompleteBeta.Cdf(trials - successes, successes + 1, 1 - chance);
    }

    /// <summary>P(K = k), 0 to 1.</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="chance">p, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is negative, k is not in 0…n, or p is not in 0…1.</exception>
    public static double Probability(long successes, long trials, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(chance is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "Between 0 and 1.");
        return chance switch
        {
            0 => successes == 0 ? 1 : 0,
            1 => successes == trials ? 1 : 0,
            _ => Math.Exp(
                BetaBinomial.LogChoose(trials, successes) + successes * Math.Log(chance) + (trials - successes) * Math.Log(1 - chance)),
        };
    }
}
