using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Tests.Distributions;

public class BetaBinomialTests
{
    private static readonly Gen<(BetaBinomial Distribution, int N)> Examples =
        from mean in Gen.Choose(1, 99)
        from strength in Gen.Elements(0.5, 3.0, 30.0, 400.0, 9000.0)
        from n in Gen.Choose(1, 300)
        select (BetaBinomial.OfStrength(mean / 100.0, strength), n);

    [Fact]
    public void Probabilities_sum_to_one_and_to_the_distribution() => Examples.Always(e =>
    {
        var sum = 0.0;
        for (var k = 0; k <= e.N; k++)
        {
            sum += Math.Exp(e.Distribution.LogProbability(k, e.N));
            Assert.Equal(sum, e.Distribution.Cdf(k, e.N), 1e-9);
        }

        Assert.Equal(1, sum, 1e-9);
    });

    [Fact]
    public void The_mean_and_the_spread_are_those_asked_for()
    {
        var distribution = BetaBinomial.OfSpread(0.9, 0.04);
        double n = 50, mean = 0, square = 0;
        for (var k = 0; k <= n; k++)
        {
            var p = Math.Exp(distribution.LogProbability(k, (long)n));
            mean += p * k / n;
            square += p * k * k / (n * n);
        }

        Assert.Equal(0.9, mean, 1e-10);
        // Var(K/n) = σ² + (μ(1 − μ) − σ²)/n
        Assert.Equal(0.0016 + (0.09 - 0.0016) / n, square - mean * mean, 1e-10);
    }

    [Fact]
    public void Pitfall_14_binomial_coefficients_of_large_n_neither_overflow_nor_lose_their_digits()
    {
        // Stirling: C(2m, m) ≈ 4ᵐ/√(πm)·(1 − 1/(8m)).
        double m = 5_000_000;
        Assert.Equal(m * Math.Log(4) - Math.Log(Math.PI * m) / 2 - 1 / (8 * m), BetaBinomial.LogChoose(10_000_000, 5_000_000), 1e-6);
        Assert.InRange(BetaBinomial.OfSpread(0.9, 0.04).Cdf(850_000, 1_000_000), 0.05, 0.2);
    }

    [Fact]
    public void A_spread_that_no_chance_can_have_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBinomial.OfSpread(0.9, 0.3));
}
