using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Statistics.Tests.Comparison;

public class BinomialDispersionTests
{
    private static readonly Gen<(long K, long N)[]> Groups =
        from size in Gen.Choose(0, 20) from counts in Properties.CountOf(80).ListOf(size) select counts.Select(c => (c.K, c.N)).ToArray();

    [Fact]
    public void Pitfall_10_groups_of_different_sizes_each_count_with_their_own_n()
    {
        // p = 0.5: (8 − 5)²/2.5 + (2 − 5)²/2.5 + (20 − 20)²/10.
        var dispersion = BinomialDispersion.Of([(8, 10), (2, 10), (20, 40)]);

        Assert.Equal(7.2, dispersion.ChiSquare!.Value, 1e-12);
        Assert.Equal(3.6, dispersion.Ratio!.Value, 1e-12);
        // S = (9 + 9 + 0)/0.25 = 72, Σn = 60, Σn(n − 1) = 90 + 90 + 1560.
        Assert.Equal(12 / Math.Sqrt(2 * 1740), dispersion.TaroneZ, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Pitfall_5_nothing_or_everything_met_is_no_spread_and_is_not_flagged(int share)
    {
        var dispersion = BinomialDispersion.Of([(20 * share, 20), (30 * share, 30)]);

        Assert.Equal((share, null, 0, 0.5), (dispersion.Rate, dispersion.ChiSquare, dispersion.TaroneZ, dispersion.TaroneP));
    }

    [Fact]
    public void No_figure_is_not_a_number_and_neither_order_nor_empty_groups_matter()
    {
        var examples = from g in Groups from other in Gen.Shuffle(g.Append((0, 0)).ToArray()) select (g, other);
        examples.Always(x =>
        {
            var (one, two) = (BinomialDispersion.Of(x.g), BinomialDispersion.Of(x.other));
            Assert.Equal(one.TaroneZ, two.TaroneZ, 1e-9);
            Assert.Equal(one.ChiSquare ?? -1, two.ChiSquare ?? -1, 1e-9);
            foreach (var value in (double?[])[one.Rate, one.ChiSquare, one.ChiSquareP, one.Ratio, one.TaroneZ, one.TaroneP])
                if (value is { } v) Assert.True(double.IsFinite(v));
        });
    }
}
