using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Statistics.Tests.Comparison;

public class DipTestTests
{
    private static readonly Gen<double[]> Samples =
        from size in Gen.Choose(4, 14)
        from spacing in Gen.Elements(10, 40, 1000)
        from values in Gen.Choose(0, spacing).ListOf(size)
        where values.Distinct().Count() > 1
        select values.Select(v => (double)v).Order().ToArray();

    [Fact]
    public void The_dip_is_the_least_distance_to_a_distribution_with_one_peak() => Samples.Always(
        values =>
        {
            // By definition: the smallest band around F that holds a curve, convex up to some value and concave from there on.
            double low = 0.5 / values.Length, high = 0.5;
            for (var i = 0; i < 40; i++)
            {
                var middle = (low + high) / 2;
                if (OnePeakFits(values, middle)) high = middle;
                else low = middle;
            }

            Assert.Equal(high, DipTest.Of(values).Dip, 1e-6);
        },
        tests: 300);

    [Fact]
    public void Shift_scale_and_mirror_leave_the_dip() => Samples.Always(values =>
    {
        var dip = DipTest.Of(values).Dip;
        Assert.Equal(dip, DipTest.Of(values.Select(v => 7 + 0.5 * v)).Dip, 1e-12);
        Assert.Equal(dip, DipTest.Of(values.Select(v => -v)).Dip, 1e-12);
        Assert.InRange(dip, 0.5 / values.Length, 0.25);
    });

    [Fact]
    public void Two_values_far_apart_dip_as_far_as_can_be() =>
        Assert.Equal(0.25, DipTest.Of(Enumerable.Range(0, 1000).Select(i => i < 500 ? i / 1e9 : 1 + i / 1e9)).Dip, 0.001);

    [Fact]
    public void Values_all_alike_and_up_to_three_have_one_peak()
    {
        Assert.Equal((0.05, 1), (DipTest.Of(Enumerable.Repeat(84.0, 10)).Dip, DipTest.Of(Enumerable.Repeat(84.0, 10)).PValue));
        Assert.Equal(1, DipTest.Of([1, 50, 100]).PValue);
        Assert.Throws<ArgumentException>(() => DipTest.Of([]));
        Assert.Throws<ArgumentException>(() => DipTest.Of([1, double.NaN]));
    }

    // Dips of samples from the uniform distribution must be as rare as the table says, at sizes in it and between.
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(50)]
    [InlineData(140)]
    public void P_values_of_uniform_samples_are_uniform(int count)
    {
        var random = new Random(20261122);
        const int samples = 6000;
        var p = Enumerable.Range(0, samples)
            .Select(_ => DipTest.Of(Enumerable.Range(0, count).Select(_ => random.NextDouble())).PValue).ToList();

        foreach (var level in (double[])[0.01, 0.05, 0.1, 0.3, 0.5, 0.9])
        {
            var error = Math.Sqrt(level * (1 - level) / samples);
            Assert.InRange(p.Count(x => x <= level) / (double)samples, level - 4.5 * error - 0.003, level + 4.5 * error + 0.003);
        }
    }

    [Fact]
    public void The_p_value_falls_with_the_dip_and_never_reaches_nothing()
    {
        foreach (var n in (int[])[4, 9, 17, 120, 3000, 100_000])
        {
            var p = Enumerable.Range(0, 60).Select(i => DipDistribution.UpperTail(0.5 / n + i * 0.02 / Math.Sqrt(n), n)).ToList();
            Assert.Equal(1, p[0]);
            foreach (var (smaller, larger) in p.Zip(p.Skip(1))) Assert.True(larger <= smaller && larger > 0);
        }
    }

    private static bool OnePeakFits(double[] sorted, double band)
    {
        var x = sorted.Distinct().ToArray();
        var n = (double)sorted.Length;
        var before = x.Select(v => sorted.Count(s => s < v) / n).ToArray();
        var upTo = x.Select(v => sorted.Count(s => s <= v) / n).ToArray();
        return Enumerable.Range(0, x.Length).Any(mode => PeakFitsAt(x, before, upTo, mode, band));
    }

    // The peak is at a value (between two values it could as well be at one of them). Left of it a convex curve must pass between F − band
    // and F + band: at each value under F just before it + band and over F at it − band. At the peak the curve may jump.
    private static bool PeakFitsAt(double[] x, double[] before, double[] upTo, int mode, double band)
    {
        const double rounding = 1e-12;
        // Lowest height at which a convex curve can arrive at the peak, highest at which a concave one can leave it.
        var arrive = Lowest(x[..(mode + 1)], [.. before.Select(b => b + band)], [.. upTo.Select(u => u - band)]);
        var reverse = Enumerable.Range(mode, x.Length - mode).Reverse().ToArray();
        var leave = Lowest(
            [.. reverse.Select(i => -x[i])],
            [.. reverse.Select(i => 1 - upTo[i] + band)],
            [.. reverse.Select(i => 1 - before[i] - band)]);
        return arrive <= before[mode] + band + rounding && leave <= 1 - upTo[mode] + band + rounding && arrive <= 1 - leave + rounding;
    }

    private static double Lowest(double[] x, double[] upper, double[] lower)
    {
        var last = x.Length - 1;
        // A convex curve lies under every chord of its upper bounds: those must not fall under a lower bound.
        for (var i = 0; i < last; i++)
            for (var k = i + 2; k < last; k++)
                for (var j = i + 1; j < k; j++)
                    if (upper[i] + (upper[k] - upper[i]) * (x[j] - x[i]) / (x[k] - x[i]) < lower[j] - 1e-12) return double.PositiveInfinity;
        for (var i = 0; i < last; i++) if (upper[i] < lower[i] - 1e-12) return double.PositiveInfinity;
        // It rises, and from any upper bound through any later lower bound it goes on at least as steeply.
        var lowest = 0.0;
        for (var j = 0; j < last; j++)
        {
            lowest = Math.Max(lowest, lower[j]);
            for (var i = 0; i < j; i++)
                lowest = Math.Max(lowest, lower[j] + (lower[j] - upper[i]) * (x[last] - x[j]) / (x[j] - x[i]));
        }

        return lowest;
    }
}
