using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.ChangePoints;

namespace ServiceTracker.Statistics.Tests.ChangePoints;

public class MeanSegmentationTests
{
    private static readonly Gen<(double[] Values, int Shortest)> Examples =
        from n in Gen.Choose(4, 16)
        from h in Gen.Choose(2, 4)
        from step in Gen.Choose(-20, 20)
        from at in Gen.Choose(0, n)
        from noise in Gen.Choose(-10, 10).ListOf(n)
        select (noise.Select((x, i) => x + (i >= at ? step : 0.0)).ToArray(), h);

    [Fact]
    public void No_other_partition_has_a_smaller_sum_of_squares() => Examples.Always(e =>
    {
        var found = MeanSegmentation.Of(e.Values, e.Shortest);
        for (var m = 0; m < found.ResidualSumOfSquares.Count; m++)
            Assert.Equal(Partitions(e.Values.Length, m + 1, e.Shortest).Min(p => Rss(e.Values, p)), found.ResidualSumOfSquares[m], 1e-9);
        Assert.Equal(found.Bic.Min(), found.Bic[found.BreakAfter.Count]);
        var chosen = found.BreakAfter.Select(b => b + 1).Append(e.Values.Length).ToArray();
        Assert.Equal(found.ResidualSumOfSquares[chosen.Length - 1], Rss(e.Values, chosen), 1e-9);
    });

    [Fact]
    public void Shift_and_scale_do_not_move_the_breaks() => Examples.Always(e =>
    {
        var found = MeanSegmentation.Of(e.Values, e.Shortest);
        // Equally good partitions may change places by rounding.
        if (found.Bic.Count(b => b < found.Bic.Min() + 1e-6) > 1 || found.Bic.Any(double.IsInfinity)) return;
        var moved = MeanSegmentation.Of([.. e.Values.Select(v => 1024 + 4 * v)], e.Shortest);

        Assert.Equal(found.BreakAfter.Count, moved.BreakAfter.Count);
        Assert.Equal(found.SegmentMeans.Sum() * 4 + 1024 * found.SegmentMeans.Count, moved.SegmentMeans.Sum(), 1e-6);
    });

    [Fact]
    public void A_clear_step_is_found_where_it_is()
    {
        var found = MeanSegmentation.Of([.. Enumerable.Range(0, 40).Select(i => (i < 23 ? 90 : 80) + (i * 7 % 5 - 2.0))]);

        Assert.Equal([22], found.BreakAfter);
        Assert.InRange(found.SegmentMeans[0] - found.SegmentMeans[1], 9, 11);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(85)]
    [InlineData(1e9 + 0.3)]
    public void Pitfalls_1_and_3_a_constant_series_has_no_break_however_its_sums_round(double value)
    {
        var found = MeanSegmentation.Of([.. Enumerable.Repeat(value, 40)], 3);

        Assert.Empty(found.BreakAfter);
        Assert.Equal(value, Assert.Single(found.SegmentMeans), 1e-6);
        Assert.All(found.ResidualSumOfSquares, rss => Assert.Equal(0, rss));
    }

    [Fact]
    public void As_many_breaks_are_tried_as_fit()
    {
        var values = Enumerable.Range(0, 50).Select(i => (double)(i * 31 % 17)).ToArray();
        Assert.Equal(6, MeanSegmentation.Of(values).Bic.Count); // ⌈50/8⌉ − 2 = 5
        Assert.Equal(3, MeanSegmentation.Of(values, most: 2).Bic.Count);
        Assert.Equal(6, MeanSegmentation.Of(values, most: 99).Bic.Count); // six stretches of 8 are the most
        Assert.Single(MeanSegmentation.Of([1, 2, 3]).Bic);
    }

    [Fact]
    public void Nothing_and_what_is_not_finite_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MeanSegmentation.Of([]));
        Assert.Throws<ArgumentException>(() => MeanSegmentation.Of([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanSegmentation.Of([1, 2], 1));
    }

    private static IEnumerable<int[]> Partitions(int n, int parts, int shortest, int from = 0)
    {
        if (parts == 1)
        {
            if (n - from >= shortest || from == 0) yield return [n];
            yield break;
        }

        for (var end = from + shortest; end <= n - shortest; end++)
            foreach (var rest in Partitions(n, parts - 1, shortest, end))
                yield return [end, .. rest];
    }

    private static double Rss(double[] values, int[] ends)
    {
        var (sum, from) = (0.0, 0);
        foreach (var end in ends)
        {
            var mean = values[from..end].Average();
            sum += values[from..end].Sum(v => (v - mean) * (v - mean));
            from = end;
        }

        return sum;
    }
}
