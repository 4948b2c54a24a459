using FsCheck.Fluent;
using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Statistics.Tests.Charts;

public class ControlChartTests
{
    private static readonly double Nan = double.NaN;

    [Fact]
    public void Individuals_lie_three_standard_deviations_from_their_mean()
    {
        // Mean 4, ranges 2 2 6 2 → 3: σ = 3/1.128.
        var chart = IndividualsChart.Of([4, 6, 4, 10, 8], new() { Centre = 4 });

        Assert.Equal(4, chart.Points[0].Centre);
        Assert.Equal(4 + 9 / 1.128, chart.Points[0].Upper, 1e-12);
        Assert.Equal(4 - 9 / 1.128, chart.Points[0].Lower, 1e-12);
        Assert.Equal(4 + 6 / 1.128, chart.Points[0].InnerUpper, 1e-12);
        Assert.Equal(4 + 2.66 * 3, IndividualsChart.XmR([4, 6, 4, 10, 8], new() { Centre = 4 }).Points[0].Upper, 1e-12);
    }

    [Fact]
    public void Moving_ranges_do_not_bridge_a_gap_but_pass_over_an_excluded_point()
    {
        Assert.Equal([2, Nan, Nan, 3], MovingRanges.Of([1, 3, Nan, 100, 97]));

        double[] values = [1, 3, 50, 5, 7];
        var excluded = IndividualsChart.Of(values, new() { Excluded = [2] });
        Assert.Equal(2 / 1.128, excluded.Points[0].Sigma, 1e-12);
        Assert.Equal(4, excluded.Points[0].Centre, 1e-12);
        Assert.True(excluded.Points[2].IsOutside);
    }

    [Fact]
    public void Each_part_has_limits_of_its_own_made_from_its_own_baseline()
    {
        var chart = IndividualsChart.Of([1, 3, 1, 3, 9, 11, 9, 31], new() { PartStarts = [4], BaselinePoints = 3 });

        Assert.Equal([(0, 4, 3), (4, 8, 3)], chart.Parts.Select(x => (x.Start, x.End, x.BaselineCount)));
        Assert.Equal(5.0 / 3, chart.Points[3].Centre, 1e-12);
        Assert.Equal(29.0 / 3, chart.Points[4].Centre, 1e-12);
        Assert.Equal([7], chart.OutsideIndices);
    }

    [Fact]
    public void A_moving_range_chart_has_no_first_point_in_each_part()
    {
        var chart = MovingRangeChart.Of([1, 3, 6, 10, 20], new() { PartStarts = [3] });

        Assert.Equal([Nan, 2, 3, Nan, 10], chart.Points.Select(x => x.Value));
        Assert.Equal(3.267 * 2.5, chart.Points[1].Upper, 1e-12);
        Assert.Equal(0, chart.Points[1].Lower);
    }

    [Fact]
    public void Means_and_spreads_of_equal_subgroups_follow_A3_and_B4()
    {
        // Montgomery: A3(2) = 2.659, B4(2) = 3.267, B3(2) = 0, to three decimals.
        Subgroup[] subgroups = [Subgroup.Of([1, 3]), Subgroup.Of([5, 7])];
        var spread = Math.Sqrt(2);

        var means = XBarSChart.XBar(subgroups);
        Assert.Equal(4 + 2.659 * spread, means.Points[0].Upper, 1e-3);
        var spreads = XBarSChart.S(subgroups);
        Assert.Equal(spread, spreads.Points[0].Centre, 1e-12);
        Assert.Equal(3.267 * spread, spreads.Points[0].Upper, 1e-3);
        Assert.Equal(0, spreads.Points[0].Lower);
    }

    [Fact]
    public void Subgroups_of_different_size_are_pooled_and_weighted()
    {
        // Variances 2 (1 degree of freedom) and 1 (2): pooled 4/3. Mean (2·2 + 3·6)/5.
        var chart = XBarSChart.XBar([Subgroup.Of([1, 3]), Subgroup.Of([5, 6, 7])]);

        Assert.Equal(22.0 / 5, chart.Points[0].Centre, 1e-12);
        Assert.Equal(22.0 / 5 + 3 * Math.Sqrt(4.0 / 3) / (ChartConstants.C4(3) * Math.Sqrt(3)), chart.Points[1].Upper, 1e-12);
    }

    [Fact]
    public void A_subgroup_of_one_has_a_mean_but_no_limits_and_an_empty_one_is_a_gap()
    {
        var chart = XBarSChart.XBar([Subgroup.Of([1, 3]), Subgroup.Of([5]), Subgroup.Of([])]);

        Assert.Equal((5, Nan), (chart.Points[1].Value, chart.Points[1].Upper));
        Assert.True(chart.Points[2].IsGap);
    }

    [Fact]
    public void The_three_estimates_of_spread_agree_on_a_worked_example()
    {
        Subgroup[] subgroups = [Subgroup.Of([1, 3]), Subgroup.Of([5, 6, 7])];

        Assert.Equal((2 / 1.128 + 2 / 1.693) / 2, SubgroupSpread.FromRanges(subgroups), 1e-12);
        Assert.Equal(
            (Math.Sqrt(2) / ChartConstants.C4(2) + 1 / ChartConstants.C4(3)) / 2, SubgroupSpread.FromStandardDeviations(subgroups), 1e-12);
        Assert.Equal(Math.Sqrt(4.0 / 3) / ChartConstants.C4(4), SubgroupSpread.Pooled(subgroups), 1e-12);
    }

    [Fact]
    public void A_known_spread_and_centre_replace_the_estimates()
    {
        var means = XBarSChart.XBar([Subgroup.Of([1, 3, 5, 7])], new() { Centre = 10, Sigma = 2 });
        Assert.Equal((10, 13, 7), (means.Points[0].Centre, means.Points[0].Upper, means.Points[0].Lower));
        Assert.Equal(-6, means.Points[0].Z, 1e-12);

        var spreads = XBarSChart.S([Subgroup.Of([1, 3, 5, 7])], new() { Sigma = 2 });
        Assert.Equal(2 * ChartConstants.C4(4), spreads.Points[0].Centre, 1e-12);
    }

    [Fact]
    public void Rare_event_charts_centre_where_half_of_the_points_lie()
    {
        var cases = GChart.Of([0, 1, 2, 3, 24]);
        Assert.Equal(2, cases.Points[0].Centre);
        Assert.Equal(6 + 3 * Math.Sqrt(42), cases.Points[0].Upper, 1e-12);
        Assert.Equal(0, cases.Points[0].Lower);

        Assert.Equal("times", Assert.Throws<ArgumentOutOfRangeException>(() => TChart.Of([1, 0])).ParamName);
        Assert.Equal("cases", Assert.Throws<ArgumentOutOfRangeException>(() => GChart.Of([-1])).ParamName);
    }

    [Fact]
    public void The_primed_chart_widens_the_limits_by_what_differs_beyond_chance()
    {
        // z = ±2 in turn: ranges 4, σz = 4/1.128.
        double[] sizes = [100, 100, 100, 100], successes = [60, 40, 60, 40];
        var plain = ProportionChart.P(successes, sizes).Points[0];
        var primed = ProportionChart.PPrime(successes, sizes).Points[0];

        Assert.Equal(0.05, plain.Sigma, 1e-12);
        Assert.Equal(0.05 * 4 / 1.128, primed.Sigma, 1e-12);
        Assert.Equal(2 * 1.128 / 4, primed.Z, 1e-12);
    }

    [Fact]
    public void A_larger_n_never_has_wider_limits()
    {
        var examples = from first in Gen.Choose(1, 400)
                       from more in Gen.Choose(1, 400)
                       from rate in Gen
            .Choose(1, 99)
                       select (first, more, rate);
        examples.Always(x =>
        {
            double small = x.first, large = x.first + x.more, rate = x.rate / 100.0;
            Narrower(ProportionChart.P([0, 0], [small, large], new() { Centre = rate }));
            Narrower(ProportionChart.PPrime([0, 0, small], [small, large, small], new() { Centre = rate }));
            Narrower(RateChart.U([0, 0], [small, large], new() { Centre = rate }));
            Narrower(NormalisedIndividualsChart.Of([0, 1], [small, large]));
            var subgroups = new[] { x.first + 1, x.first + 1 + x.more }.Select(n =>
                Subgroup.Of([.. Enumerable.Range(0, n).Select(i => (double)(i % 3))])).ToArray();
            Narrower(XBarSChart.XBar(subgroups));
            Narrower(XBarSChart.S(subgroups));
        });

        static void Narrower(ControlChart chart)
        {
            Assert.True(chart.Points[1].Upper <= chart.Points[0].Upper);
            Assert.True(chart.Points[1].Lower >= chart.Points[0].Lower);
            Assert.True(chart.Points[1].Sigma < chart.Points[0].Sigma);
        }
    }

    [Fact]
    public void Another_unit_moves_the_limits_of_single_values_and_means_along()
    {
        var examples = from values in Gen.Choose(0, 1000).ListOf(24)
                       from scale in Gen.Choose(1, 800)
                       from shift in Gen.Choose(-500, 500)
                       select (Values: values.Select(x => x / 10.0).ToArray(), Scale: scale / 8.0, Shift: (double)shift);
        examples.Always(x =>
        {
            double Moved(double value) => value * x.Scale + x.Shift;
            double[] moved = [.. x.Values.Select(Moved)];
            Same(
                IndividualsChart.Of(x.Values, new() { ScreenMovingRanges = true }),
                IndividualsChart.Of(moved, new() { ScreenMovingRanges = true }));
            Same(XBarSChart.XBar(Grouped(x.Values)), XBarSChart.XBar(Grouped(moved)));

            void Same(ControlChart chart, ControlChart other)
            {
                foreach (var (point, also) in chart.Points.Zip(other.Points))
                {
                    Assert.Equal(Moved(point.Centre), also.Centre, 1e-6);
                    Assert.Equal(Moved(point.Upper), also.Upper, 1e-6);
                    Assert.Equal(Moved(point.Lower), also.Lower, 1e-6);
                }

                Assert.Equal(chart.OutsideIndices, other.OutsideIndices);
            }
        });

        static Subgroup[] Grouped(double[] values) => [.. values.Chunk(4).Select(x => Subgroup.Of(x))];
    }

    [Fact]
    public void The_order_of_subgroups_changes_no_subgroups_limits()
    {
        var examples = from values in Gen.Choose(0, 100).ListOf(30)
                       from sizes in Gen.Choose(2, 4).ListOf(7)
                       select (values, sizes);
        examples.Always(x =>
        {
            var taken = 0;
            Subgroup[] subgroups = [
                .. x.sizes.Select(n => Subgroup.Of([.. x.values.Skip((taken += n) - n).Take(n).Select(v => (double)v)]))];
            foreach (var make in (Func<IReadOnlyList<Subgroup>, ChartOptions?, ControlChart>[])[XBarSChart.XBar, XBarSChart.S])
            {
                var forward = make(subgroups, null).Points;
                var backward = make([.. subgroups.Reverse()], null).Points.Reverse().ToArray();
                for (var i = 0; i < forward.Count; i++)
                {
                    Assert.Equal(forward[i].Upper, backward[i].Upper, 1e-9);
                    Assert.Equal(forward[i].Lower, backward[i].Lower, 1e-9);
                }
            }
        });
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RunChart.Of([1], new() { Excluded = [1] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RunChart.Of([1], new() { PartStarts = [1] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RunChart.Of([1], new() { BaselinePoints = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RunChart.Of([1], new() { Width = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndividualsChart.Of([1], new() { Sigma = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndividualsChart.Of([1], new() { Centre = Nan }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionChart.P([2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionChart.P([0], [-1]));
        Assert.Throws<ArgumentException>(() => ProportionChart.P([0], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RateChart.U([-1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CountChart.Of([-1]));
    }

    [Fact]
    public void The_chance_of_a_false_signal_is_the_sum_of_the_binomial_tails_beyond_the_limits()
    {
        var examples = from rate in Gen.Choose(1, 99) from size in Gen.Choose(1, 60) select (Rate: rate / 100.0, size);
        examples.Always(x =>
        {
            var half = 3 * Math.Sqrt(x.Rate * (1 - x.Rate) / x.size);
            double chance = 0, term = Math.Pow(1 - x.Rate, x.size);
            for (var k = 0; k <= x.size; k++)
            {
                if (Math.Abs((double)k / x.size - x.Rate) > half + 1e-9) chance += term;
                term *= x.Rate / (1 - x.Rate) * (x.size - k) / (k + 1);
            }

            Assert.Equal(chance, ProportionChart.FalseSignalChance(x.Rate, x.size), 1e-9);
        });
    }
}
