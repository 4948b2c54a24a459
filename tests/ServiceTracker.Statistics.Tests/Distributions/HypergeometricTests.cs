using FsCheck.Fluent;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Tests.Distributions;

public class HypergeometricTests
{
    // The lady tasting tea: 3 of 4 cups right has p = 0.4857 and 4 of 4 p = 0.0286 (R. A. Fisher, The Design of Experiments, 1935).
    [Theory]
    [InlineData(4, 0.02857143)]
    [InlineData(3, 0.48571429)]
    [InlineData(2, 1)]
    public void The_lady_tasting_tea_has_her_published_p_values(long right, double p) =>
        Assert.Equal(p, new Hypergeometric(8, 4, 4).TwoSided(right), 1e-8);

    [Fact]
    public void Probabilities_sum_to_one_and_to_the_distribution()
    {
        var examples = from total in Gen.Choose(1, 200)
                       from k in Gen.Choose(0, total)
                       from n in Gen
            .Choose(0, total)
                       select new Hypergeometric(total, k, n);
        examples.Always(h =>
        {
            var sum = 0.0;
            for (var x = 0L; x <= h.Drawn; x++)
            {
                sum += h.Probability(x);
                Assert.Equal(sum, h.Cdf(x), 1e-10);
            }

            Assert.Equal(1, sum, 1e-10);
        });
    }
}
