using FsCheck.Fluent;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Tests.Distributions;

public class ChiSquareTests
{
    [Theory]
    [InlineData(0.95, 1, 3.8415)]
    [InlineData(0.95, 10, 18.3070)]
    [InlineData(0.05, 10, 3.9403)]
    [InlineData(0.999, 3, 16.2662)]
    [InlineData(0.005, 100, 67.3276)]
    public void Quantiles_and_tails_have_their_published_values(double p, double degrees, double x)
    {
        Assert.Equal(x, ChiSquare.Quantile(p, degrees), 0.00005);
        Assert.Equal(1 - p, ChiSquare.UpperTail(x, degrees), 0.00001);
    }

    [Fact]
    public void The_quantile_is_the_inverse_of_the_tail()
    {
        var examples = from d in Gen.Choose(1, 20_000) from p in Gen.Choose(1, 9_999) select (Degrees: d / 10.0, P: p / 10_000.0);
        examples.Always(e => Assert.Equal(1 - e.P, ChiSquare.UpperTail(ChiSquare.Quantile(e.P, e.Degrees), e.Degrees), 1e-10), tests: 1000);
    }

    [Fact]
    public void A_variance_tested_at_its_edge_has_half_the_usual_p_value()
    {
        Assert.Equal(1, ChiSquare.BoundaryPValue(0));
        Assert.Equal(ChiSquare.UpperTail(3.2, 1) / 2, ChiSquare.BoundaryPValue(3.2), 1e-14);
    }
}
