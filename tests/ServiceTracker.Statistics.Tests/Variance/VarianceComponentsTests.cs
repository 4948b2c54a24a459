using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Statistics.Tests.Variance;

public class VarianceComponentsTests
{
    private static readonly Gen<(double[] Y, GroupingFactor Staff, GroupingFactor Channel)> Examples =
        from size in Gen.Choose(8, 30)
        from staff in Gen.Choose(0, 3).ListOf(size)
        from channel in Gen.Choose(0, 2).ListOf(size)
        from effects in Gen.Choose(-3, 3).ListOf(7)
        from noise in Gen.Choose(-100, 100).ListOf(size)
        from strength in Gen.Elements(0, 0, 5, 30)
        select (
            noise.Select((e, i) => 80 + e / 10.0 + strength * (effects[staff[i]] + effects[4 + channel[i]])).ToArray(),
            GroupingFactor.Of("staff", staff),
            GroupingFactor.Of("channel", channel));

    [Fact]
    public void The_criterion_is_that_of_the_whole_covariance_matrix_and_no_components_nearby_have_a_lower_one() => Examples.Always(
        e =>
        {
            GroupingFactor[] factors = [e.Staff, e.Channel, GroupingFactor.Cross(e.Staff, e.Channel)];
            if (factors.Any(f => f.Count >= e.Y.Length)) return;
            var fit = VarianceComponents.Of(e.Y, factors);
            if (double.IsInfinity(fit.Criterion)) return;
            var variances = fit.Components.Select(c => c.Variance).ToArray();
            var (criterion, mean) = ByDefinition(e.Y, factors, variances);

            Assert.Equal(criterion, fit.Criterion, 1e-6);
            Assert.Equal(mean, fit.GrandMean, 1e-6);
            for (var i = 0; i < variances.Length; i++)
            {
                foreach (var by in (double[])[-0.05, 0.05])
                {
                    var other = (double[])variances.Clone();
                    other[i] = Math.Max(i == variances.Length - 1 ? 1e-3 : 0, other[i] + by * Math.Max(other[i], 0.02 * variances.Sum()));
                    Assert.True(
                        ByDefinition(e.Y, factors, other).Criterion >= criterion - 1e-6, $"component {i} of {string.Join(" ", variances)}");
                }
            }
        },
        tests: 60);

    [Fact]
    public void Sums_of_cells_tell_as_much_as_all_observations() => Examples.Always(
        e =>
        {
            GroupingFactor[] factors = [e.Staff, e.Channel];
            var cells = e.Y.Select((y, i) => (y, Staff: e.Staff.Levels[i], Channel: e.Channel.Levels[i]))
                .GroupBy(x => (x.Staff, x.Channel)).ToList();
            var single = VarianceComponents.Of(e.Y, factors);
            var sums = VarianceComponents.Of(
                [.. cells.Select(c => new CellSum(c.Count(), c.Sum(x => x.y), c.Sum(x => x.y * x.y)))],
                [GroupingFactor.Of("staff", cells.Select(c => c.Key.Staff)),
                GroupingFactor.Of("channel", cells.Select(c => c.Key.Channel))]);
            Same(single, sums);
        },
        tests: 60);

    [Fact]
    public void The_order_of_observations_the_names_of_groups_and_a_shift_change_nothing()
    {
        var examples = from e in Examples from order in Gen.Shuffle(Enumerable.Range(0, e.Y.Length).ToArray()) select (e, order);
        examples.Always(
            x =>
            {
                GroupingFactor Other(GroupingFactor f) => GroupingFactor.Of(f.Name, x.order.Select(i => $"n{17 - f.Levels[i]}"));
                var fit = VarianceComponents.Of(x.e.Y, [x.e.Staff, x.e.Channel]);
                var other = VarianceComponents.Of([.. x.order.Select(i => x.e.Y[i] - 50)], [Other(x.e.Staff), Other(x.e.Channel)]);
                Same(fit, other with { GrandMean = other.GrandMean + 50 });
            },
            tests: 60);
    }

    [Fact]
    public void A_scale_scales_the_variances_and_leaves_the_shares() => Examples.Always(
        e =>
        {
            var fit = VarianceComponents.Of(e.Y, [e.Staff, e.Channel]);
            var scaled = VarianceComponents.Of([.. e.Y.Select(y => y / 100)], [e.Staff, e.Channel]);
            foreach (var (one, two) in fit.Components.Zip(scaled.Components))
            {
                Assert.Equal(one.Share, two.Share, 1e-3);
                Assert.InRange(one.Share, 0, 1);
            }

            Assert.Equal(1, fit.Components.Sum(c => c.Share), 1e-12);
        },
        tests: 60);

    [Fact]
    public void Balanced_groups_have_the_components_of_the_analysis_of_variance()
    {
        var random = new Random(3);
        var groups = Enumerable.Range(0, 12).SelectMany(g => Enumerable.Repeat(g, 8)).ToArray();
        var levels = Enumerable.Range(0, 12).Select(_ => Normal.Sample(random, 80, 4)).ToArray();
        var y = groups.Select(g => Normal.Sample(random, levels[g], 6)).ToArray();
        var fit = VarianceComponents.Of(y, [GroupingFactor.Of("staff", groups)]);
        var anova = AnovaComponents.Of(y, groups);

        Assert.True(anova.RawVarianceBetween > 0);
        Assert.Equal(anova.VarianceBetween, fit["staff"].Variance, 1e-3);
        Assert.Equal(anova.MeanSquareWithin, fit[VarianceComponents.ResidualName].Variance, 1e-3);
        Assert.Equal(y.Average(), fit.GrandMean, 1e-9);
    }

    [Fact]
    public void Groups_more_alike_than_chance_makes_them_have_a_component_of_exactly_nothing()
    {
        // Every group has the same mean: the analysis of variance would say less than nothing.
        double[] y = [80, 90, 85, 81, 89, 85, 79, 91, 85, 84, 86, 85];
        int[] groups = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
        var fit = VarianceComponents.Of(y, [GroupingFactor.Of("staff", groups)]);

        Assert.Equal((0, 0, true), (fit["staff"].Variance, fit["staff"].Share, fit.IsSingular));
        Assert.Equal(y.Sum(v => (v - 85) * (v - 85)) / 11, fit[VarianceComponents.ResidualName].Variance, 1e-9);
        Assert.True(AnovaComponents.Of(y, groups).RawVarianceBetween < 0);
        Assert.Equal((0, 0), (AnovaComponents.Of(y, groups).VarianceBetween, AnovaComponents.Of(y, groups).IntraclassCorrelation));
    }

    [Fact]
    public void Balanced_groups_within_groups_have_the_components_of_the_nested_analysis_of_variance()
    {
        var random = new Random(5);
        var rows = (
            from site in Enumerable.Range(0, 30)
            from staff in Enumerable.Range(0, 6)
            from i in Enumerable.Range(0, 5)
            select (
                site, staff: site * 6 + staff)).ToList();
        var sites = Enumerable.Range(0, 30).Select(_ => Normal.Sample(random, 0, 5)).ToArray();
        var people = Enumerable.Range(0, 180).Select(_ => Normal.Sample(random, 0, 3)).ToArray();
        var y = rows.Select(r => 80 + sites[r.site] + people[r.staff] + Normal.Sample(random, 0, 8)).ToArray();
        var fit = VarianceComponents.Of(
            y, [GroupingFactor.Of("site", rows.Select(r => r.site)), GroupingFactor.Of("staff", rows.Select(r => r.staff))]);

        // Mean squares and their expectations: σ², σ² + 5σ²staff, σ² + 5σ²staff + 30σ²site.
        var staffMeans = Enumerable.Range(0, 180).Select(s => y.Where((_, i) => rows[i].staff == s).Average()).ToArray();
        var siteMeans = Enumerable.Range(0, 30).Select(s => y.Where((_, i) => rows[i].site == s).Average()).ToArray();
        var within = y.Select((v, i) => Square(v - staffMeans[rows[i].staff])).Sum() / 720;
        var staffSquare = 5 * staffMeans.Select((m, s) => Square(m - siteMeans[s / 6])).Sum() / 150;
        var siteSquare = 30 * siteMeans.Sum(m => Square(m - y.Average())) / 29;
        Assert.Equal(within, fit[VarianceComponents.ResidualName].Variance, 1e-3);
        Assert.Equal((staffSquare - within) / 5, fit["staff"].Variance, 1e-3);
        Assert.Equal((siteSquare - staffSquare) / 30, fit["site"].Variance, 1e-3);

        static double Square(double x) => x * x;
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(100)]
    public void Pitfall_1_where_nothing_varies_there_is_no_component_and_no_figure_that_is_not_a_number(double value)
    {
        var fit = VarianceComponents.Of(
            [.. Enumerable.Repeat(value, 12)], [GroupingFactor.Of("staff", Enumerable.Range(0, 12).Select(i => i % 3))]);

        Assert.Equal((0, 1), (fit["staff"].Share, fit[VarianceComponents.ResidualName].Share));
        Assert.Equal(value, fit.GrandMean, 1e-12);
    }

    [Fact]
    public void Groups_that_leave_nothing_within_them_are_refused()
    {
        Assert.Throws<ArgumentException>(() => VarianceComponents.Of([1, 2, 3], [GroupingFactor.Of("staff", [0, 1, 2])]));
        Assert.Throws<ArgumentException>(() => VarianceComponents.Of([1, 2, double.NaN], [GroupingFactor.Of("staff", [0, 1, 1])]));
        Assert.Throws<ArgumentException>(() => VarianceComponents.Of([1, 2, 3], [GroupingFactor.Of("staff", [0, 1])]));
        Assert.Throws<ArgumentException>(() => AnovaComponents.Of([1, 2, 3], [0, 0, 0]));
    }

    private static void Same(VarianceComponents one, VarianceComponents two)
    {
        if (double.IsInfinity(one.Criterion)) return;
        Assert.Equal(one.Criterion, two.Criterion, 1e-6);
        Assert.Equal(one.GrandMean, two.GrandMean, 1e-3);
        var scale = one.Components.Sum(c => c.Variance);
        foreach (var (a, b) in one.Components.Zip(two.Components)) Assert.Equal(a.Variance, b.Variance, 2e-3 * scale);
    }

    // −2 ln L of the restricted likelihood with every matrix written out.
    private static (double Criterion, double Mean) ByDefinition(double[] y, GroupingFactor[] factors, double[] variances)
    {
        var n = y.Length;
        var v = Matrix<double>.Build.Dense(n, n, (i, j) =>
            (i == j ? variances[^1] : 0) + factors.Select((f, k) => f.Levels[i] == f.Levels[j] ? variances[k] : 0).Sum());
        var cholesky = v.Cholesky();
        var (ones, values) = (Vector<double>.Build.Dense(n, 1), Vector<double>.Build.Dense(y));
        var precision = ones * cholesky.Solve(ones);
        var mean = ones * cholesky.Solve(values) / precision;
        var rest = values - mean;
        return (cholesky.DeterminantLn + Math.Log(precision) + rest * cholesky.Solve(rest) + (n - 1) * Math.Log(2 * Math.PI), mean);
    }
}
