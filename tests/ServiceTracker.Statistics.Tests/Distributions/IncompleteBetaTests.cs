using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Tests.Distributions;

public class IncompleteBetaTests
{
    private static readonly Gen<double> Shapes =
        from digits in Gen.Choose(1, 999)
        from power in Gen.Choose(-2, 3)
        select digits / 100.0 * Math.Pow(10, power);

    [Fact]
    public void Whole_shapes_agree_with_the_sum_of_a_binomial_distribution()
    {
        var examples = from n in Gen.Choose(1, 60) from k in Gen.Choose(0, n - 1) from p in Gen.Choose(1, 99) select (n, k, p: p / 100.0);
        examples.Always(x =>
        {
            var sum = 0.0;
            for (var i = 0; i <= x.k; i++)
            {
                var choose = 1.0;
                for (var j = 1; j <= i; j++) choose *= (x.n - i + j) / (double)j;
                sum += choose * Math.Pow(x.p, i) * Math.Pow(1 - x.p, x.n - i);
            }

            Assert.Equal(sum, Binomial.Cdf(x.k, x.n, x.p), 1e-12);
            Assert.Equal(1 - sum, IncompleteBeta.Cdf(x.k + 1, x.n - x.k, x.p), 1e-12);
        });
    }

    [Fact]
    public void The_quantile_is_the_inverse_of_the_distribution()
    {
        var examples = from a in Shapes from b in Shapes from p in Gen.Choose(1, 999) select (a, b, p: p / 1000.0);
        examples.Always(
            e =>
            {
                var x = IncompleteBeta.Quantile(e.a, e.b, e.p);

                Assert.InRange(x, 0, 1);
                // Next to 1 neighbouring doubles are steps in probability.
                if (x is > 1e-290 and < 1 - 1e-6) Assert.Equal(e.p, IncompleteBeta.Cdf(e.a, e.b, x), 1e-9);
            },
            tests: 1000);
    }

    [Fact]
    public void The_distribution_is_its_own_mirror_image()
    {
        var examples = from a in Shapes from b in Shapes from x in Gen.Choose(1, 99) select (a, b, x: x / 100.0);
        examples.Always(
            e => Assert.Equal(IncompleteBeta.Cdf(e.a, e.b, e.x), 1 - IncompleteBeta.Cdf(e.b, e.a, 1 - e.x), 1e-11), tests: 1000);
    }

    // Quantiles of the F distribution as printed in every textbook.
    [Theory]
    [InlineData(0.95, 1, 10, 4.9646)]
    [InlineData(0.95, 5, 10, 3.3258)]
    [InlineData(0.99, 3, 20, 4.9382)]
    [InlineData(0.975, 10, 60, 2.2702)]
    public void F_quantiles_and_tails_have_their_published_values(double p, double numerator, double denominator, double f)
    {
        Assert.Equal(f, IncompleteBeta.FQuantile(p, numerator, denominator), 0.00005);
        Assert.Equal(1 - p, IncompleteBeta.FUpperTail(f, numerator, denominator), 0.00001);
    }

    [Fact]
    public void A_shape_of_nothing_puts_all_weight_at_one_end()
    {
        Assert.Equal((0, 1), (IncompleteBeta.Quantile(0, 3, 0.5), IncompleteBeta.Quantile(3, 0, 0.5)));
        Assert.Equal((1, 0), (IncompleteBeta.Cdf(0, 3, 0.2), IncompleteBeta.Cdf(3, 0, 0.2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => IncompleteBeta.Quantile(0, 0, 0.5));
    }

    [Fact]
    public void Large_shapes_keep_their_digits()
    {
        // Mean 0.9 and so many trials that the normal distribution is right to six digits.
        var spread = Math.Sqrt(0.9 * 0.1 / 1_000_001);
        Assert.Equal(0.9 - 1.959964 * spread, IncompleteBeta.Quantile(900_000, 100_000, 0.025), 1e-6);
    }
}
