using FsCheck.Fluent;
using ServiceTracker.Statistics.Distributions;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Statistics.Tests.Intervals;

public class ProportionIntervalTests
{
    private static FsCheck.Gen<(long K, long N, double Level)> Examples { get; } =
        from c in Gen.Elements(20, 500, 20_000).SelectMany(Properties.CountOf).Where(c => c.N > 0)
        from level in Gen.Elements(0.5, 0.8, 0.9, 0.95, 0.998)
        select (c.K, c.N, level);

    [Fact]
    public void At_the_exact_ends_the_result_has_just_the_tails_probability() => Examples.Always(e =>
    {
        var interval = ProportionInterval.ClopperPearson(e.K, e.N, e.Level);
        var tail = (1 - e.Level) / 2;

        if (e.K > 0) Assert.Equal(tail, 1 - Binomial.Cdf(e.K - 1, e.N, interval.Low), 1e-9);
        if (e.K < e.N) Assert.Equal(tail, Binomial.Cdf(e.K, e.N, interval.High), 1e-9);
    });

    [Fact]
    public void Jeffreys_lies_within_the_exact_interval() => Examples.Always(e =>
    {
        var exact = ProportionInterval.ClopperPearson(e.K, e.N, e.Level);
        var jeffreys = ProportionInterval.Jeffreys(e.K, e.N, e.Level);

        Assert.InRange(jeffreys.Low, exact.Low, exact.High);
        Assert.InRange(jeffreys.High, exact.Low, exact.High);
        Assert.True(jeffreys.Low < jeffreys.High);
    });

    [Fact]
    public void A_higher_level_is_wider_and_misses_mirror_what_was_met() => Examples.Always(e =>
    {
        foreach (var of in (Func<long, long, double, (double Low, double High)>[])
        [
            (k, n, l) => (WilsonInterval.Of(k, n, l).Low, WilsonInterval.Of(k, n, l).High),
            (k, n, l) => (ProportionInterval.ClopperPearson(k, n, l).Low, ProportionInterval.ClopperPearson(k, n, l).High),
            (k, n, l) => (ProportionInterval.Jeffreys(k, n, l).Low, ProportionInterval.Jeffreys(k, n, l).High),
        ])
        {
            var interval = of(e.K, e.N, e.Level);
            var wider = of(e.K, e.N, 0.999);
            var mirrored = of(e.N - e.K, e.N, e.Level);

            Assert.True(wider.Low <= interval.Low && wider.High >= interval.High);
            Assert.Equal(interval.Low, 1 - mirrored.High, 1e-9);
            Assert.Equal(interval.High, 1 - mirrored.Low, 1e-9);
        }
    });

    [Fact]
    public void Wilsons_interval_at_95_percent_is_the_one_shown_everywhere() => Examples.Always(e =>
    {
        var (shown, same) = (WilsonInterval.Of(e.K, e.N), WilsonInterval.Of(e.K, e.N, 0.95));
        Assert.Equal(shown.Low, same.Low, 1e-13);
        Assert.Equal(shown.High, same.High, 1e-13);
    });

    [Fact]
    public void Pitfall_5_nothing_and_everything_met_keep_an_interval()
    {
        // R. G. Newcombe 1998: exact 95 % interval of 0/20 is 0 to 0.1684.
        var none = ProportionInterval.ClopperPearson(0, 20);
        Assert.Equal(0, none.Low);
        Assert.Equal(0.1684, none.High, 0.00005);
        Assert.Equal(1, ProportionInterval.ClopperPearson(20, 20).High);
        Assert.InRange(ProportionInterval.Jeffreys(20, 20).Low, 0.87, 0.90);
    }

    [Theory]
    [InlineData(0, 0, 0.95)]
    [InlineData(-1, 10, 0.95)]
    [InlineData(11, 10, 0.95)]
    [InlineData(5, 10, 1)]
    [InlineData(5, 10, 0)]
    public void Counts_and_levels_that_cannot_be_are_refused(long successes, long trials, double level)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.ClopperPearson(successes, trials, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Jeffreys(successes, trials, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(successes, trials, level));
    }
}
