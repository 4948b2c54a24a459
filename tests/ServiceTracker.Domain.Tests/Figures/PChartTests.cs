using FsCheck.Fluent;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Tests.Figures;

public class PChartTests
{
    [Fact]
    public void Limits_follow_each_weeks_own_n_and_are_cut_to_1()
    {
        // p̄ = 315/350 = 0.9, √(p̄(1 − p̄)) = 0.3: σ is 0.03 at n = 100, 0.06 at 25 and 0.02 at 225.
        var chart = PChart.Of(Make.Weeks((100, 80), (25, 25), (225, 210)), target: 0.95);

        Assert.Equal(0.9, chart.Centre, 1e-12);
        Assert.Equal(0.95, chart.Target);
        Expect(chart.Points[0], 0.80, 0.81, 0.99, Signal.Concern);
        Expect(chart.Points[1], 1, 0.72, 1, Signal.None); // 1.08 is cut: the upper side cannot be passed
        Expect(chart.Points[2], 210.0 / 225, 0.84, 0.96, Signal.None);
        Assert.Equal(1, chart.Points[1].Upper);
    }

    [Fact]
    public void Limits_are_cut_to_0()
    {
        // p̄ = 35/350 = 0.1, the same mirrored.
        var chart = PChart.Of(Make.Weeks((100, 20), (25, 0), (225, 15)));

        Expect(chart.Points[0], 0.20, 0.01, 0.19, Signal.Improvement);
        Expect(chart.Points[1], 0, 0, 0.28, Signal.None);
        Expect(chart.Points[2], 15.0 / 225, 0.04, 0.16, Signal.None);
        Assert.Equal(0, chart.Points[1].Lower);
    }

    // p̄ = 0.5 over 400: σ = 0.05 at n = 100, limits 0.35 and 0.65. These are not exact in binary, so the weeks next to them are asked.
    [Theory]
    [InlineData(34, Signal.Concern)]
    [InlineData(36, Signal.None)]
    [InlineData(64, Signal.None)]
    [InlineData(66, Signal.Improvement)]
    public void A_week_beyond_three_sigma_is_marked(long k, Signal signal)
    {
        var chart = PChart.Of(Make.Weeks((100, k), (100, 100 - k), (100, 50), (100, 50)));

        Expect(chart.Points[0], k / 100.0, 0.35, 0.65, signal);
    }

    [Fact]
    public void A_gap_is_a_gap_and_not_a_zero()
    {
        var chart = PChart.Of(Make.Weeks((100, 90), (0, 0), (100, 90)));

        Assert.Equal(3, chart.Points.Count);
        Assert.Equal(2, chart.WeeksWithData);
        Assert.Equal(0.9, chart.Centre, 1e-12);
        Assert.Null(chart.Points[1].Rate);
        Assert.Equal(double.NaN, chart.Points[1].Lower);
        Assert.Equal(double.NaN, chart.Points[1].Upper);
        Assert.Equal(Signal.None, chart.Points[1].Signal);
        Assert.Equal(new DateOnly(2026, 1, 5), chart.Points[1].Week.Monday);
    }

    [Fact]
    public void Nothing_at_all_is_a_chart_of_gaps()
    {
        var chart = PChart.Of(Make.Weeks((0, 0), (0, 0)), fewest: 0);

        Assert.Equal(double.NaN, chart.Centre);
        Assert.Equal(0, chart.WeeksWithData);
        Assert.All(chart.Points, p => Assert.True(p.Rate is null && double.IsNaN(p.Lower) && double.IsNaN(p.Upper) && p.Signal == Signal.None));
    }

    [Fact]
    public void Limits_agree_with_the_formula_and_lie_between_0_and_1() => Arbitraries.WeekCounts.Always(
        weeks =>
        {
            var chart = PChart.Of(weeks, fewest: 1);

            double n = weeks.Sum(w => w.N), k = weeks.Sum(w => w.K);
            Assert.Equal(weeks.Length, chart.Points.Count);
            foreach (var (week, point) in weeks.Zip(chart.Points))
            {
                Assert.Equal(week, new WeekCount(point.Week, point.N, point.K));
                if (week.N == 0)
                {
                    Assert.Equal((double.NaN, double.NaN, null, Signal.None), (point.Lower, point.Upper, point.Rate, point.Signal));
                    continue;
                }

                // Weeks that do not differ at all have limits from a shrunken rate: that is the chart's own test.
                if (k == 0 || k == n) continue;

                // In counts, where the limits are n·p̄ ± 3·√(n·p̄·q̄).
                var middle = week.N * k / n;
                var half = 3 * Math.Sqrt(week.N * k * (n - k)) / n;
                Assert.Equal(Math.Clamp(middle - half, 0, week.N), point.Lower * week.N, 1e-9);
                Assert.Equal(Math.Clamp(middle + half, 0, week.N), point.Upper * week.N, 1e-9);
                Assert.InRange(chart.Centre, point.Lower, point.Upper);
                Assert.InRange(point.Lower, 0, 1);
                Assert.InRange(point.Upper, 0, 1);
                if (Math.Abs(Math.Abs(week.K - middle) - half) < 1e-9) continue; // on a limit: either side of it in floating point
                Assert.Equal(
                    week.K < middle - half ? Signal.Concern : week.K > middle + half ? Signal.Improvement : Signal.None,
                    point.Signal);
            }
        },
        tests: 500);

    [Fact]
    public void The_order_of_the_weeks_changes_neither_the_centre_nor_any_weeks_limits()
    {
        var shuffled = from weeks in Arbitraries.WeekCounts from other in Gen.Shuffle(weeks) select (weeks, other);
        shuffled.Always(x =>
        {
            var chart = PChart.Of(x.weeks);
            var other = PChart.Of(x.other);

            Assert.Equal(chart.Centre, other.Centre);
            Assert.Equal(chart.Points.OrderBy(p => p.Week), other.Points.OrderBy(p => p.Week));
        });
    }

    [Fact]
    public void Weeks_under_the_minimum_are_drawn_but_never_marked()
    {
        var chart = PChart.Of(Make.Weeks((100, 99), (9, 0), (10, 0), (100, 99)));
        Assert.Equal([Signal.None, Signal.None, Signal.Concern, Signal.None], chart.Points.Select(p => p.Signal));
        Assert.Equal(0, chart.Points[1].Rate);
        Assert.True(chart.Points[1].Lower > 0);

        Assert.Equal(Signal.None, PChart.Of(Make.Weeks((100, 99), (10, 0), (100, 99)), fewest: 11).Points[1].Signal);
    }

    [Fact]
    public void Under_any_minimum_no_smaller_week_is_marked_and_all_others_as_without_one()
    {
        var examples = from weeks in Arbitraries.WeekCounts from fewest in Gen.Choose(0, 100) select (weeks, fewest);
        examples.Always(x =>
        {
            var without = PChart.Of(x.weeks, fewest: 0);
            var chart = PChart.Of(x.weeks, fewest: x.fewest);
            foreach (var (free, point) in without.Points.Zip(chart.Points))
                Assert.Equal(free with { Signal = point.N < x.fewest ? Signal.None : free.Signal }, point);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void All_met_everywhere_and_nothing_met_anywhere_mark_nothing(int share) =>
        Gen.Choose(0, 100_000).ListOf(20).Where(n => n.Sum() > 0).Always(ns =>
        {
            var chart = PChart.Of(Make.Weeks(ns.Select(n => ((long)n, (long)n * share))));

            Assert.Equal(share, chart.Centre);
            Assert.All(chart.Points, p => Assert.Equal(Signal.None, p.Signal));
            Assert.All(chart.Points, p => Assert.Equal(p.N == 0 ? double.NaN : share, share == 1 ? p.Upper : p.Lower));
        });

    [Fact]
    public void A_larger_week_has_narrower_limits() => Arbitraries.WeekCounts.Always(weeks =>
    {
        var points = PChart.Of(weeks).Points.Where(p => p.N > 0).OrderBy(p => p.N).ToList();
        foreach (var (smaller, larger) in points.Zip(points.Skip(1)))
        {
            Assert.True(larger.Lower >= smaller.Lower && larger.Upper <= smaller.Upper);
            if (larger.N > smaller.N && smaller.Lower is > 0 and < 1) Assert.True(larger.Lower > smaller.Lower);
        }
    });

    private static void Expect(PChartPoint point, double rate, double lower, double upper, Signal signal)
    {
        Assert.Equal(rate, point.Rate!.Value, 1e-12);
        Assert.Equal(lower, point.Lower, 1e-12);
        Assert.Equal(upper, point.Upper, 1e-12);
        Assert.Equal(signal, point.Signal);
    }
}
