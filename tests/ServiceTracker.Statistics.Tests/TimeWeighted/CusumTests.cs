using FsCheck.Fluent;
using ServiceTracker.Statistics.TimeWeighted;

namespace ServiceTracker.Statistics.Tests.TimeWeighted;

public class CusumTests
{
    [Fact]
    public void A_tabular_sum_gathers_what_exceeds_the_allowance_and_signals_above_the_interval()
    {
        var sums = TabularCusum.Run([12, 12, double.NaN, 14, 6], centre: 10, sigma: 2, allowance: 0.5, decisionInterval: 2.5);

        Assert.Equal([0.5, 1, double.NaN, 2.5, 0], sums.Upper);
        Assert.Equal([0, 0, double.NaN, 0, 1.5], sums.Lower);
        Assert.Empty(sums.UpperSignalIndices); // 2.5 reaches the interval, it does not exceed it
        Assert.Equal([3], TabularCusum.Run([12, 12, double.NaN, 14, 6], 10, 2, 0.5, 2.4).UpperSignalIndices);
    }

    [Fact]
    public void A_head_start_starts_both_sums()
    {
        var sums = TabularCusum.Run([10], 10, 1, 0.5, 5, headStart: 2.5);

        Assert.Equal((2, 2), (sums.Upper[0], sums.Lower[0]));
    }

    [Fact]
    public void The_mirror_image_swaps_the_sums() => Gen.Choose(-30, 30).ListOf(30).Always(values =>
    {
        double[] series = [.. values.Select(x => x / 10.0)], mirrored = [.. values.Select(x => -x / 10.0)];
        var sums = TabularCusum.Run(series, 0, 1, 0.5, 4);
        var other = TabularCusum.Run(mirrored, 0, 1, 0.5, 4);

        Assert.Equal(sums.Upper, other.Lower);
        Assert.Equal(sums.LowerSignalIndices, other.UpperSignalIndices);
    });

    [Fact]
    public void A_Bernoulli_sum_starts_again_after_a_signal()
    {
        // Two events in a row are worth 2·ln 2.
        var sums = BernoulliCusum.Run([1, 1, 1, double.NaN, 1], usual: 0.1, higher: 0.2, lower: 0.05, limit: 2 * Math.Log(2) - 1e-9);

        Assert.Equal([1, 4], sums.UpperSignalIndices);
        Assert.Equal(0, sums.Upper[1]);
        Assert.Equal(Math.Log(2), sums.Upper[2], 1e-12);
        Assert.Equal(double.NaN, sums.Upper[3]);
    }

    [Fact]
    public void A_rate_at_odds_is_as_on_paper()
    {
        Assert.Equal(0.2, BernoulliCusum.RateAt(0.1, 2.25), 1e-12); // odds 1/9 → 1/4
        Assert.Equal(0, BernoulliCusum.RateAt(0, 3));
        Assert.Equal(1, BernoulliCusum.RateAt(1, 3));
    }

    [Theory]
    [InlineData(0, 0.2, 0.05, 3, "usual")]
    [InlineData(0.1, 0.1, 0.05, 3, "higher")]
    [InlineData(0.1, 0.2, 0.1, 3, "lower")]
    [InlineData(0.1, 0.2, 0.05, 0, "limit")]
    public void Rates_out_of_order_are_refused(double usual, double higher, double lower, double limit, string name) =>
        Assert.Equal(
            name, Assert.Throws<ArgumentOutOfRangeException>(() => BernoulliCusum.Run([1], usual, higher, lower, limit)).ParamName);

    [Fact]
    public void What_is_not_an_event_is_refused() =>
        Assert.Equal("events", Assert.Throws<ArgumentOutOfRangeException>(() => BernoulliCusum.Run([0.5], 0.1, 0.2, 0.05, 3)).ParamName);
}
