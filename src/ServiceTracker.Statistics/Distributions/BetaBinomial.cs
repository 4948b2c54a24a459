using MathNet.Numerics;

namespace ServiceTracker.Statistics.Distributions;

/// <summary>
/// Successes in n trials whose chance is itself drawn from a Beta(α, β): P(K = k) = C(n, k)·B(k + α, n − k + β)/B(α, β).
/// Source: J. G. Skellam, JRSS B 10 (1948) 257–261.
/// </summary>
/// <param name="Alpha">α, over 0.</param>
/// <param name="Beta">β, over 0.</param>
public readonly record struct BetaBinomial(double Alpha, double Beta)
{
    private readonly double logBeta = IncompleteBeta.LogBeta(Alpha, Beta);

    /// <summary>The distribution with a given mean and strength s = α + β.</summary>
    /// <param name="mean">μ = α/(α + β), between 0 and 1, both excluded.</param>
    /// <param name="strength">α + β, over 0: as many imagined trials as the spread between units is worth.</param>
    /// <exception cref="ArgumentOutOfRangeException">μ is not between 0 and 1, or the strength is not positive.</exception>
    public static BetaBinomial OfStrength(double mean, double strength)
    {
        if (!(mean is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "Between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        return new BetaBinomial(mean * strength, (1 - mean) * strength);
    }

    /// <summary>The distribution whose chance has mean μ and standard deviation σ: strength μ(1 − μ)/σ² − 1.</summary>
    /// <param name="mean">μ, between 0 and 1, both excluded.</param>
    /// <param name="spread">σ, over 0 and under √(μ(1 − μ)), the most that a chance with this mean can spread.</param>
    /// <exception cref="ArgumentOutOfRangeException">μ or σ is out of its range.</exception>
    public static BetaBinomial OfSpread(double mean, double spread)
    {
        if (!(mean is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "Between 0 and 1.");
        var strength = mean * (1 - mean) / (spread * spread) - 1;
        if (!(spread > 0 && strength > 0)) throw new ArgumentOutOfRangeException(nameof(spread), spread, "Over 0 and under √(μ(1 − μ)).");
        return OfStrength(mean, strength);
    }

    /// <summary>ln P(K = k).</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 0.</param>
    public double LogProbability(long successes, long trials) => LogChoose(trials, successes) + LogSequenceProbability(successes, trials);

    /// <summary>ln of the probability of one certain order of k successes and n − k failures, ln B(k + α, n − k + β)/B(α, β).</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 0.</param>
    public double LogSequenceProbability(long successes, long trials) =>
        IncompleteBeta.LogBeta(successes + Alpha, trials - successes + Beta) - logBeta;

    /// <summary>P(K ≤ k), 0 to 1.</summary>
    /// <param name="successes">k; under 0 gives 0, n and more gives 1.</param>
    /// <param name="trials">n, at least 0.</param>
    public double Cdf(long successes, long trials)
    {
        if (successes < 0) return 0;
        if (successes >= trials) return 1;
        // Away from the mode the terms fall off: the side of the mean that k lies on is summed, outwards from k.
        return successes <= trials * Alpha / (Alpha + Beta)
            ? Math.Min(1, SumDown(successes, trials))
            : Math.Max(0, 1 - SumUp(successes + 1, trials));
    }

    /// <summary>ln C(n, k).</summary>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="successes">k, 0 to n.</param>
    public static double LogChoose(long trials, long successes) =>
        SpecialFunctions.GammaLn(trials + 1.0) - SpecialFunctions.GammaLn(successes + 1.0) - SpecialFunctions
            .GammaLn(trials - successes + 1.0);

    private double SumDown(long from, long trials)
    {
        double term = 1, sum = 1;
        for (var k = from; k > 0; k--)
        {
            // P(k − 1)/P(k)
            term *= k * (trials - k + Beta) / ((trials - k + 1) * (k - 1 + Alpha));
            sum += term;
            // With α under 1 the terms rise again towards 0 successes, so a small term alone is no reason to stop.
            if (Alpha >= 1 && term < 1e-17 * sum) break;
        }

        return sum * Math.Exp(LogProbability(from, trials));
    }

    private double SumUp(long from, long trials)
    {
        double term = 1, sum = 1;
        for (var k = from; k < trials; k++)
        {
            term *= (trials - k) * (k + Alpha) / ((k + 1) * (trials - k - 1 + Beta));
            sum += term;
            if (Beta >= 1 && term < 1e-17 * sum) break;
        }

        return sum * Math.Exp(LogProbability(from, trials));
    }
}
