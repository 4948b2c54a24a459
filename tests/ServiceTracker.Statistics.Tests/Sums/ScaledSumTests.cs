using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Tests.Sums;

public class ScaledSumTests
{
    [Fact]
    public void Mean_and_standard_deviation_of_a_small_table()
    {
        // Σ(x − 5)² = 32, divisor n − 1 = 7.
        var sum = Of(2, 4, 4, 4, 5, 5, 7, 9);

        Assert.Equal(8, sum.Count);
        Assert.Equal(5, sum.Mean);
        Assert.Equal(Math.Sqrt(32.0 / 7), sum.StandardDeviation!.Value, 1e-15);
    }

    [Fact]
    public void No_value_has_no_mean_and_one_value_no_spread()
    {
        Assert.Null(Of().Mean);
        Assert.Null(Of().StandardDeviation);
        Assert.Equal(42.5, Of(42.5).Mean);
        Assert.Null(Of(42.5).StandardDeviation);
        Assert.Equal(0, Of(42.5, 42.5).StandardDeviation);
    }

    [Theory]
    [InlineData(0.00005, 0.0001)]
    [InlineData(0.00004, 0)]
    [InlineData(-0.00005, -0.0001)]
    [InlineData(0.1, 0.1)]
    [InlineData(1e9, 1e9)]
    public void Values_are_kept_with_four_decimals_half_away_from_zero(double value, double kept) =>
        Assert.Equal(kept, Of(value).Mean);

    [Fact]
    public void It_agrees_with_a_computation_in_two_passes() => Values.Always(
        values =>
        {
            var sum = Of([.. values.Select(v => (double)v)]);

            var mean = values.Sum() / values.Length;
            Assert.Equal((double)mean, sum.Mean!.Value, Math.Abs((double)mean) * 1e-14);
            if (values.Length < 2)
            {
                Assert.Null(sum.StandardDeviation);
                return;
            }

            var squares = values.Sum(v => (double)((v - mean) * (v - mean)));
            var expected = Math.Sqrt(squares / (values.Length - 1));
            Assert.Equal(expected, sum.StandardDeviation!.Value, expected * 1e-9);
        },
        tests: 500);

    [Fact]
    public void A_tiny_spread_at_large_values_is_exact()
    {
        // The usual formula in doubles gives 0 or nonsense here: the squares have 26 digits.
        Assert.Equal(0.0001 / Math.Sqrt(2), Of(999_999_999.9999, 1e9).StandardDeviation!.Value, 1e-18);
        Assert.Equal(0.0001, Of(999_999_999.9998, 999_999_999.9999, 1e9).StandardDeviation!.Value, 1e-18);
    }

    [Fact]
    public void A_million_equal_values_have_no_spread_at_all()
    {
        var sum = new ScaledSum(ScaledSum.MeasureScale);
        sum.AddScaled(9_999_999_999_999, 1_000_000);

        Assert.Equal(0, sum.StandardDeviation);
        Assert.Equal(999_999_999.9999, sum.Mean!.Value, 1e-6);
    }

    [Fact]
    public void Millions_of_values_of_the_widest_spread_do_not_overflow()
    {
        // Half are 0, half are the largest measure: sd = 1e9/2 · √(n/(n − 1)).
        var sum = new ScaledSum(ScaledSum.MeasureScale);
        sum.AddScaled(0, 50_000_000);
        sum.AddScaled((long)1e9 * ScaledSum.MeasureScale, 50_000_000);

        Assert.Equal(5e8, sum.Mean);
        Assert.Equal(5e8 * Math.Sqrt(1e8 / (1e8 - 1)), sum.StandardDeviation!.Value, 1e-5);
    }

    [Fact]
    public void Order_and_parts_do_not_matter_to_the_last_digit()
    {
        var shuffled =
            from values in Values
            from other in Gen.Shuffle(values)
            from cut in Gen.Choose(0, values.Length)
            select (values, other, cut);
        shuffled.Always(x =>
        {
            var whole = Of([.. x.values.Select(v => (double)v)]);
            var parts = Of([.. x.other.Take(x.cut).Select(v => (double)v)]);
            parts.Add(Of([.. x.other.Skip(x.cut).Select(v => (double)v)]));

            Assert.Equal((whole.Count, whole.Mean, whole.StandardDeviation), (parts.Count, parts.Mean, parts.StandardDeviation));
        });
    }

    [Fact]
    public void Adding_once_with_times_n_is_adding_n_times()
    {
        var repeated = from value in Gen.Choose(0, 1_000_000) from times in Gen.Choose(0, 20) select (value, times);
        repeated.ListOf(4).Always(values =>
        {
            var once = new ScaledSum(ScaledSum.MeasureScale);
            var many = new ScaledSum(ScaledSum.MeasureScale);
            foreach (var (value, times) in values)
            {
                once.AddScaled(value, times);
                for (var i = 0; i < times; i++) many.AddScaled(value, 1);
            }

            Assert.Equal((many.Count, many.Mean, many.StandardDeviation), (once.Count, once.Mean, once.StandardDeviation));
        });
    }

    // 1 to 30 numbers with four decimals: small ones, and large ones close together.
    private static Gen<decimal[]> Values { get; } =
        from size in Gen.Choose(1, 30)
        from start in Gen.Elements(0m, 0m, 1000m, 999_000_000m)
        from parts in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 10_000_000)).ListOf(size)
        select parts.Select(p => start + p / 10_000m).ToArray();

    private static ScaledSum Of(params double[] values)
    {
        var sum = new ScaledSum(ScaledSum.MeasureScale);
        foreach (var value in values) sum.Add(value);
        return sum;
    }
}
