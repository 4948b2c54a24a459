using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Tests.Comparison;

public class BetaBinomialFitTests
{
    private static readonly Gen<(long K, long N)[]> Units =
        from size in Gen.Choose(1, 20)
        from most in Gen.Elements(1, 5, 60)
        from counts in Properties.CountOf(most).ListOf(size)
        where counts.Any(c => c.N > 0)
        select counts.Select(c => (c.K, c.N)).ToArray();

    [Fact]
    public void No_parameters_nearby_or_anywhere_on_a_grid_are_more_likely() => Units.Always(units =>
    {
        var fit = BetaBinomialFit.Of(units);
        double LogLikelihood(double mean, double rho) =>
            units.Sum(u => BetaBinomial.OfStrength(mean, 1 / rho - 1).LogProbability(u.K, u.N));
        foreach (var mean in (double[])[0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, Math.Clamp(fit.Mean * 0.99, 0.001, 0.999), Math.Clamp(
            fit.Mean * 1.01, 0.001, 0.999)])
            foreach (var rho in (double[])[0.001, 0.01, 0.05, 0.2, 0.5, 0.9, Math.Clamp(fit.Correlation * 0.98, 1e-4, 0.999), Math.Clamp(
                fit.Correlation * 1.02, 1e-4, 0.999)])
                Assert.True(
                    LogLikelihood(mean,
                        rho) <= fit.LogLikelihood + 1e-7, $"{mean} {rho}: {LogLikelihood(mean, rho)} > {fit.LogLikelihood}");
    });

    [Fact]
    public void Every_figure_is_in_its_range_whatever_was_counted() => Units.Always(units =>
    {
        var fit = BetaBinomialFit.Of(units);
        Assert.InRange(fit.Mean, 0, 1);
        Assert.InRange(fit.Correlation, 0, 1);
        Assert.True(fit.LikelihoodRatio >= 0 && fit.PValue is > 0 and <= 1);
        foreach (var (k, n) in units)
        {
            var shrunken = fit.Shrink(k, n);
            Assert.InRange(shrunken.Rate, 0, 1);
            Assert.InRange(shrunken.Low, 0, shrunken.High);
            Assert.InRange(shrunken.High, 0, 1);
            // Between what the unit shows and what all show.
            if (n > 0) Assert.InRange(shrunken.Rate, Math.Min((double)k / n, fit.Mean) - 1e-9, Math.Max((double)k / n, fit.Mean) + 1e-9);
        }
    });

    [Fact]
    public void Units_alike_have_no_correlation_and_one_common_rate()
    {
        var fit = BetaBinomialFit.Of([.. Enumerable.Repeat((45L, 50L), 10)]);

        Assert.Equal((0, 1), (fit.Correlation, fit.PValue));
        Assert.Equal(new ShrunkenRate(0.9, 0.9, 0.9), fit.Shrink(10, 50));
    }

    [Fact]
    public void All_or_nothing_units_have_full_correlation()
    {
        var fit = BetaBinomialFit.Of([(20, 20), (20, 20), (0, 20), (20, 20)]);

        Assert.Equal((0.75, 1), (fit.Mean, fit.Correlation));
        Assert.Equal(1, fit.Shrink(20, 20).Rate);
        Assert.Equal(new ShrunkenRate(0.75, 0, 1), fit.Shrink(0, 0));
    }

    [Fact]
    public void Misses_mirror_what_was_met() => Units.Always(units =>
    {
        var (met, missed) = (BetaBinomialFit.Of(units), BetaBinomialFit.Of([.. units.Select(u => (u.N - u.K, u.N))]));
        Assert.Equal(met.LogLikelihood, missed.LogLikelihood, 1e-7);
        Assert.Equal(met.Mean, 1 - missed.Mean, 1e-4);
    });

    [Fact]
    public void Nothing_counted_and_counts_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BetaBinomialFit.Of([(0, 0)]));
        Assert.Throws<ArgumentException>(() => BetaBinomialFit.Of([(3, 2)]));
    }
}
