using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Statistics.Tests.Variance;

public class BinomialVarianceComponentsTests
{
    private static readonly Gen<(long K, long N, int Group)[]> Examples =
        from size in Gen.Choose(2, 12)
        from counts in Properties.CountOf(60).ListOf(size)
        where counts.Any(c => c.N > 0)
        select counts.Select((c, i) => (c.K, c.N, i / 2)).ToArray();

    [Fact]
    public void With_large_groups_the_likelihood_is_the_integral()
    {
        (long K, long N, int Group)[] counts = [(150, 200, 0), (180, 200, 1), (120, 200, 2), (170, 200, 3), (195, 200, 4)];
        var fit = BinomialVarianceComponents.Of(counts);
        var sigma = Math.Sqrt(fit.GroupVariance);
        // Simpson's rule over b from −10σ to 10σ.
        var integral = counts.Sum(c =>
        {
            const int steps = 20_000;
            double sum = 0, h = 20.0 / steps;
            for (var i = 0; i <= steps; i++)
            {
                var u = -10 + i * h;
                var eta = fit.Intercept + sigma * u;
                var log = c.K * eta - c.N * Math.Log(1 + Math.Exp(eta)) - u * u / 2 + Distributions(c.N, c.K);
                sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(log);
            }

            return Math.Log(sum * h / 3 / Math.Sqrt(2 * Math.PI));
        });

        Assert.Equal(integral, fit.LogLikelihood, 0.02);
        Assert.InRange(fit.GroupVariance, 0.3, 1.5);
        Assert.InRange(fit.LatentCorrelation, 0.08, 0.32);

        static double Distributions(long n, long k) => ServiceTracker.Statistics.Distributions.BetaBinomial.LogChoose(n, k);
    }

    [Fact]
    public void Every_figure_is_in_its_range_and_order_and_names_do_not_matter()
    {
        var examples = from e in Examples from other in Gen.Shuffle(e) select (e, other);
        examples.Always(
            x =>
            {
                var fit = BinomialVarianceComponents.Of(x.e);
                var other = BinomialVarianceComponents.Of([.. x.other.Select(c => (c.K, c.N, $"g{9 - c.Group}"))]);
                Assert.False(double.IsNaN(fit.Intercept));
                Assert.True(double.IsFinite(fit.GroupVariance) && fit.GroupVariance >= 0);
                Assert.InRange(fit.LatentCorrelation, 0, 1);
                Assert.Equal(fit.LogLikelihood, other.LogLikelihood, 1e-6);
            },
            tests: 100);
    }

    [Fact]
    public void Groups_alike_have_no_variance_and_the_common_rate()
    {
        var fit = BinomialVarianceComponents.Of([(90, 100, "a"), (90, 100, "b"), (90, 100, "c")]);

        Assert.Equal(0, fit.GroupVariance);
        Assert.Equal(Math.Log(9), fit.Intercept, 1e-9);
    }

    [Fact]
    public void Pitfall_5_nothing_or_everything_met_has_no_variance()
    {
        Assert.Equal(
            (double.PositiveInfinity, 0),
            (BinomialVarianceComponents.Of([(9, 9, 1), (8, 8, 2)]).Intercept, BinomialVarianceComponents
                .Of([(9, 9, 1), (8, 8, 2)]).GroupVariance));
        Assert.Equal(double.NegativeInfinity, BinomialVarianceComponents.Of([(0, 9, 1)]).Intercept);
        Assert.Throws<ArgumentException>(() => BinomialVarianceComponents.Of([(0, 0, 1)]));
    }
}
