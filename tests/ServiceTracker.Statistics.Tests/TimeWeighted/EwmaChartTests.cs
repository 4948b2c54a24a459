using ServiceTracker.Statistics.TimeWeighted;

namespace ServiceTracker.Statistics.Tests.TimeWeighted;

public class EwmaChartTests
{
    [Fact]
    public void With_unequal_n_the_variance_follows_from_the_weights_of_all_points()
    {
        // z₃ = ½x₃ + ¼x₂ + ⅛x₁ + …, var(xᵢ) = 4/nᵢ: var z₃ = ¼·4/1 + 1/16·4/4 + 1/64·4/2.
        var chart = EwmaChart.Of([10, 10, 10], centre: 10, sigma: 2, lambda: 0.5, width: 3, sizes: [2, 4, 1]);

        Assert.Equal(10 + 3 * Math.Sqrt(1 + 1.0 / 16 + 1.0 / 32), chart.Upper[2], 1e-12);
    }

    [Fact]
    public void A_gap_makes_the_chart_wait()
    {
        var whole = EwmaChart.Of([11, 14], 10, 2, 0.3, 3);
        var broken = EwmaChart.Of([11, double.NaN, 99, 14], 10, 2, 0.3, 3, [1, 1, 0, 1]);

        Assert.Equal([whole.Values[0], double.NaN, double.NaN, whole.Values[1]], broken.Values);
        Assert.Equal(whole.Upper[1], broken.Upper[3]);
    }

    [Fact]
    public void With_lambda_1_it_is_a_Shewhart_chart()
    {
        var chart = EwmaChart.Of([10, 17, 3.9], 10, 2, 1, 3);

        Assert.Equal([10, 17, 3.9], chart.Values);
        Assert.All(chart.Upper, x => Assert.Equal(16, x, 1e-12));
        Assert.Equal([1, 2], chart.OutsideIndices);
    }

    [Theory]
    [InlineData(0, 3, 1, "lambda")]
    [InlineData(1.1, 3, 1, "lambda")]
    [InlineData(0.2, 0, 1, "width")]
    [InlineData(0.2, 3, -1, "sigma")]
    public void Parameters_out_of_range_are_refused(double lambda, double width, double sigma, string name) =>
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => EwmaChart.Of([1], 0, sigma, lambda, width)).ParamName);
}
