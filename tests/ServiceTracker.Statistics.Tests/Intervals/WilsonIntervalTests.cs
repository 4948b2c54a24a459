using FsCheck.Fluent;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Statistics.Tests.Intervals;

public class WilsonIntervalTests
{
    // 81/263, 15/148, 0/20 and 1/29 are the examples of R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(9, 10, 0.5958, 0.9821)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(0, 1, 0, 0.7935)]
    [InlineData(1, 1, 0.2065, 1)]
    [InlineData(990, 1000, 0.9817, 0.9946)]
    public void The_interval_has_its_published_values(long successes, long trials, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, trials);

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    [Fact]
    public void The_ends_are_those_at_which_the_score_test_just_rejects() => Counts.Always(
        c =>
        {
            // Wilson's definition, not his solution of it: |p̂ − p| = z·√(p(1 − p)/n) at both ends.
            var interval = WilsonInterval.Of(c.K, c.N);
            var rate = (double)c.K / c.N;
            if (c.K > 0) Assert.Equal(1.959963984540054, (rate - interval.Low) / Math.Sqrt(interval.Low * (1 - interval.Low) / c.N), 1e-6);
            if (c.K < c.N)
                Assert.Equal(1.959963984540054, (interval.High - rate) / Math.Sqrt(interval.High * (1 - interval.High) / c.N), 1e-6);
        },
        tests: 1000);

    [Fact]
    public void The_rate_lies_inside_and_both_ends_between_0_and_1() => Counts.Always(
        c =>
        {
            var interval = WilsonInterval.Of(c.K, c.N);
            var rate = (double)c.K / c.N;

            Assert.InRange(interval.Low, 0, rate);
            Assert.InRange(interval.High, rate, 1);
            Assert.True(interval.Low < interval.High);
        },
        tests: 1000);

    [Fact]
    public void Nothing_met_begins_at_exactly_0_and_all_met_ends_at_exactly_1() => Gen.Choose(1, 1_000_000).Always(n =>
    {
        Assert.Equal(0, WilsonInterval.Of(0, n).Low);
        Assert.Equal(1, WilsonInterval.Of(n, n).High);
    });

    [Fact]
    public void More_of_the_same_makes_it_narrower()
    {
        var pairs = from c in Counts from times in Gen.Choose(2, 50) select (c, times);
        pairs.Always(p =>
        {
            var few = WilsonInterval.Of(p.c.K, p.c.N);
            var many = WilsonInterval.Of(p.c.K * p.times, p.c.N * p.times);

            Assert.True(many.High - many.Low < few.High - few.Low);
        });
    }

    [Fact]
    public void Misses_mirror_what_was_met() => Counts.Always(c =>
    {
        var met = WilsonInterval.Of(c.K, c.N);
        var missed = WilsonInterval.Of(c.N - c.K, c.N);

        Assert.Equal(met.Low, 1 - missed.High, 1e-12);
        Assert.Equal(met.High, 1 - missed.Low, 1e-12);
    });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    public void Counts_that_cannot_be_are_refused(long successes, long trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(successes, trials));

    private static FsCheck.Gen<(long N, long K)> Counts { get; } =
        Gen.Elements(20, 500, 100_000).SelectMany(Properties.CountOf).Where(c => c.N > 0);
}
