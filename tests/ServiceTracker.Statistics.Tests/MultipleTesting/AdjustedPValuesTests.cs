using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Statistics.Tests.MultipleTesting;

public class AdjustedPValuesTests
{
    private static readonly Gen<double[]> Examples =
        from size in Gen.Choose(0, 30)
        from p in Gen.Frequency((8, Gen.Choose(0, 1000).Select(i => i / 1000.0)), (1, Gen.Constant(double.NaN))).ListOf(size)
        select p.ToArray();

    // The 15 p-values of Y. Benjamini and Y. Hochberg 1995, of which their procedure rejects four and Bonferroni's three at 0.05.
    private static readonly double[] Published =
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

    [Fact]
    public void The_published_example_rejects_four_and_three()
    {
        Assert.Equal(4, AdjustedPValues.BenjaminiHochberg(Published).Count(p => p <= 0.05));
        Assert.Equal(3, AdjustedPValues.Bonferroni(Published).Count(p => p <= 0.05));
        Assert.Equal(3, AdjustedPValues.Holm(Published).Count(p => p <= 0.05));
        Assert.Equal(15 * 0.0095 / 4, AdjustedPValues.BenjaminiHochberg(Published)[3], 1e-12);
    }

    [Fact]
    public void A_test_is_rejected_exactly_when_the_step_up_rule_says_so()
    {
        var examples = from p in Examples from level in Gen.Choose(1, 60) select (p, level: level / 100.0);
        examples.Always(x =>
        {
            // The rule as published: the largest i with p₍ᵢ₎ ≤ i·q/m, and all up to it.
            var sorted = x.p.Where(p => !double.IsNaN(p)).Order().ToArray();
            var last = Enumerable.Range(1, sorted.Length).LastOrDefault(i => sorted[i - 1] <= i * x.level / sorted.Length + 1e-15);

            // On the edge rounding decides either way.
            if (Enumerable.Range(1, sorted.Length).Any(i => Math.Abs(sorted[i - 1] - i * x.level / sorted.Length) < 1e-12)) return;
            Assert.Equal(last, AdjustedPValues.BenjaminiHochberg(x.p).Count(p => p <= x.level));
        });
    }

    [Fact]
    public void Each_is_at_least_the_p_value_and_at_most_one_and_the_stricter_rules_are_higher() => Examples.Always(p =>
    {
        var (bh, by, holm, bonferroni) = (
            AdjustedPValues.BenjaminiHochberg(p), AdjustedPValues.BenjaminiYekutieli(p), AdjustedPValues.Holm(p),
            AdjustedPValues.Bonferroni(p));
        for (var i = 0; i < p.Length; i++)
        {
            if (double.IsNaN(p[i]))
            {
                Assert.All((double[])[bh[i], by[i], holm[i], bonferroni[i]], v => Assert.Equal(double.NaN, v));
                continue;
            }

            Assert.InRange(bh[i], p[i] - 1e-12, 1);
            Assert.InRange(by[i], bh[i] - 1e-12, 1);
            Assert.InRange(holm[i], bh[i] - 1e-12, bonferroni[i] + 1e-12);
            Assert.InRange(bonferroni[i], p[i], 1);
        }
    });

    [Fact]
    public void The_order_of_the_tests_changes_nothing()
    {
        var examples = from p in Examples from order in Gen.Shuffle(Enumerable.Range(0, p.Length).ToArray()) select (p, order);
        examples.Always(x =>
        {
            var shuffled = x.order.Select(i => x.p[i]).ToArray();
            foreach (var adjust in (
                Func<IReadOnlyList<double>, double[]>[])[AdjustedPValues.BenjaminiHochberg, AdjustedPValues.BenjaminiYekutieli,
                AdjustedPValues.Holm, AdjustedPValues.Bonferroni])
                Assert.Equal(x.order.Select(i => adjust(x.p)[i]), adjust(shuffled));
        });
    }

    [Fact]
    public void A_p_value_that_cannot_be_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => AdjustedPValues.Holm([0.5, 1.1]));
}
