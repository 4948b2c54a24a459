using FsCheck.Fluent;
using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Tests.Sums;

public class CompensatedSumTests
{
    [Fact]
    public void Small_terms_are_not_lost_beside_large_ones()
    {
        var sum = new CompensatedSum();
        foreach (var term in (double[])[1e100, 1, 1, -1e100]) sum.Add(term);

        Assert.Equal(2, sum.Value);
    }

    [Fact]
    public void The_mean_of_equal_values_is_that_value()
    {
        var examples = from value in Gen.Choose(-1000, 1000) from size in Gen.Choose(1, 60) select (Value: value / 30.0, size);
        examples.Always(x => Assert.Equal(x.Value, CompensatedSum.MeanOf([.. Enumerable.Repeat(x.Value, x.size)])));
    }

    [Fact]
    public void Gaps_do_not_enter_the_mean()
    {
        Assert.Equal(2, CompensatedSum.MeanOf([1, double.NaN, 3]));
        Assert.Equal(double.NaN, CompensatedSum.MeanOf([double.NaN]));
        Assert.Equal(double.NaN, CompensatedSum.MeanOf([]));
    }
}
