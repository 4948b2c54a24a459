using FsCheck.Fluent;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Tests.Distributions;

public class StandardNormalTests
{
    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.5, 0)]
    public void Quantiles_have_their_published_values(double p, double x)
    {
        Assert.Equal(x, StandardNormal.Quantile(p), 1e-13);
        Assert.Equal(p, StandardNormal.Cdf(x), 1e-14);
    }

    [Fact]
    public void Far_out_the_tail_keeps_its_digits() => Assert.Equal(1, StandardNormal.UpperTail(12) / 1.7764821120776784e-33, 1e-10);

    [Fact]
    public void Both_tails_and_the_middle_make_one() => Gen.Choose(-400, 400).Always(i =>
    {
        var x = i / 100.0;
        Assert.Equal(1, StandardNormal.Cdf(x) + StandardNormal.UpperTail(x), 1e-15);
        Assert.Equal(2 * StandardNormal.UpperTail(Math.Abs(x)), StandardNormal.TwoSided(x), 1e-15);
    });
}
