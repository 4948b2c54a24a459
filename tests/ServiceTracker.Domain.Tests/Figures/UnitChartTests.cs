using FsCheck.Fluent;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Domain.Tests.Figures;

public class UnitChartTests
{
    // Thirteen weeks of 90 in 100: p̄ = 0.9, √(p̄(1 − p̄)) = 0.3.
    private static readonly (long N, long K)[] Usual = [.. Enumerable.Repeat((100L, 90L), MinimumSample.Weeks)];

    [Fact]
    public void Limits_follow_each_weeks_own_n_and_are_cut_to_1()
    {
        // σ is 0.03 at n = 100, 0.06 at 25 and 0.02 at 225.
        var chart = Of([.. Usual, (100, 80), (25, 25), (225, 210)]);

        Assert.Equal(0.9, chart.Centre!.Value, 1e-12);
        Assert.Equal(ChartKind.P, chart.Kind);
        Expect(chart.Points[13], 0.80, 0.81, 0.99, Signal.Concern);
        Expect(chart.Points[14], 1, 0.72, 1, Signal.None); // 1.08 is cut: the upper side cannot be passed
        Expect(chart.Points[15], 210.0 / 225, 0.84, 0.96, Signal.None);
        Assert.Equal(("outside", null), (chart.Points[13].Rule, chart.Points[14].Rule));
    }

    [Fact]
    public void Limits_are_cut_to_0()
    {
        var chart = Of([.. Usual.Select(w => (w.N, w.N - w.K)), (100, 20), (25, 0)]);

        Expect(chart.Points[13], 0.20, 0.01, 0.19, Signal.Improvement);
        Expect(chart.Points[14], 0, 0, 0.28, Signal.None);
    }

    // p̄ = 0.5: σ = 0.05 at n = 100, limits 0.35 and 0.65. These are not exact in binary, so the weeks next to them are asked.
    [Theory]
    [InlineData(34, Signal.Concern)]
    [InlineData(36, Signal.None)]
    [InlineData(64, Signal.None)]
    [InlineData(66, Signal.Improvement)]
    public void A_week_beyond_three_sigma_is_marked(long k, Signal signal) =>
        Expect(Of([.. Usual.Select(w => (w.N, 50L)), (100, k)]).Points[13], k / 100.0, 0.35, 0.65, signal);

    [Fact]
    public void A_week_is_judged_by_weeks_before_it_and_makes_no_limits_of_its_own()
    {
        // Far too many misses for weeks on end: the range stays what it was before.
        var chart = Of([.. Enumerable.Repeat((100L, 90L), 18), .. Enumerable.Repeat((100L, 60L), 8)]);

        Assert.Equal((18, 0.9), (chart.ReferenceWeeks, Math.Round(chart.Centre!.Value, 12)));
        Assert.Equal(Enumerable.Repeat(Signal.Concern, 8), chart.Points.Skip(18).Select(p => p.Signal));
        Assert.All(chart.Points.Take(18), p => Assert.Equal(Signal.None, p.Signal));
        Assert.Equal(chart.Points.Skip(18), chart.Recent);
    }

    [Theory]
    [InlineData(13, 13)]
    [InlineData(14, 13)]
    [InlineData(21, 13)]
    [InlineData(22, 14)]
    [InlineData(26, 18)]
    [InlineData(60, 52)]
    public void The_range_is_made_of_all_weeks_before_the_last_eight_and_of_thirteen_at_least(int weeks, int made) =>
        Assert.Equal(made, Of([.. Enumerable.Range(0, weeks).Select(i => (100L, 88L + i % 5))]).ReferenceWeeks);

    [Fact]
    public void Under_thirteen_weeks_with_interactions_there_is_no_range_and_no_mark()
    {
        var chart = Of([.. Enumerable.Repeat((0L, 0L), 10), .. Usual[..11], (0, 0), (100, 10)]);

        Assert.Equal((12, false, 0, null), (chart.WeeksWithData, chart.HasRange, chart.ReferenceWeeks, chart.Centre));
        Assert.All(chart.Points, p => Assert.Equal((null, null, Signal.None, null), (p.Lower, p.Upper, p.Signal, p.Rule)));
        Assert.Equal(0.1, chart.Points[^1].Rate);

        var one = Of([.. Enumerable.Repeat((0L, 0L), 10), .. Usual[..12], (0, 0), (100, 10)]);
        Assert.Equal((13, true, 24), (one.WeeksWithData, one.HasRange, one.ReferenceWeeks));
        Assert.Equal(Signal.Concern, one.Points[^1].Signal);
    }

    [Fact]
    public void A_gap_is_a_gap_and_not_a_zero()
    {
        var chart = Of([(100, 90), (0, 0), .. Usual]);

        Assert.Equal((15, 14, 0.9), (chart.Points.Count, chart.WeeksWithData, Math.Round(chart.Centre!.Value, 12)));
        Assert.Equal(
            (null, null, null, Signal.None), (chart.Points[1].Rate, chart.Points[1].Lower, chart.Points[1].Upper, chart.Points[1].Signal));
        Assert.Equal(new DateOnly(2026, 1, 5), chart.Points[1].Week.Monday);
        Assert.False(Of([(0, 0), (0, 0)]).HasRange);
        Assert.Empty(UnitChart.Of([], []).Points);
    }

    [Fact]
    public void Weeks_that_differ_by_more_than_chance_have_the_wider_limits_of_p_prime()
    {
        (long N, long K)[] weeks = [.. Enumerable.Range(0, 26).Select(i => (400L, i % 3 == 0 ? 300L : 360L))];
        var chart = Of(weeks);
        var plain = ProportionChart.P(
            [.. weeks.Select(w => (double)w.K)], [.. weeks.Select(w => (double)w.N)], new ChartOptions { BaselinePoints = 18 });

        Assert.Equal(ChartKind.PPrime, chart.Kind);
        Assert.True(chart.Points[0].Lower < plain.Points[0].Lower);
    }

    [Fact]
    public void Runs_and_trends_are_marked_with_their_rule()
    {
        var shift = Of([.. Usual, .. Enumerable.Repeat((100L, 88L), 7)]);
        Assert.Equal(Enumerable.Repeat(((string?)"shift", Signal.Concern), 7), shift.Points.Skip(13).Select(p => (p.Rule, p.Signal)));
        var trend = Of([.. Usual, .. Enumerable.Range(0, 7).Select(i => (100L, 87L + i))]);
        Assert.Equal(("trend", Signal.Improvement), (trend.Points[^1].Rule, trend.Points[^1].Signal));
        var near = Of([.. Usual, (100, 83), (100, 89), (100, 83)]);
        Assert.Equal(("two-in-three", Signal.Concern), (near.Points[^1].Rule, near.Points[^1].Signal));
    }

    [Fact]
    public void Weeks_under_the_minimum_are_drawn_but_never_marked()
    {
        var chart = Of([.. Usual, (9, 0), (10, 0), (100, 90)]);

        Assert.Equal([Signal.None, Signal.Concern, Signal.None], chart.Points.Skip(13).Select(p => p.Signal));
        Assert.Equal(0, chart.Points[13].Rate);
        Assert.True(chart.Points[13].Lower > 0);
    }

    [Fact]
    public void Each_week_has_the_target_in_force_on_most_of_its_days_and_changes_are_told()
    {
        // 2026-W01 begins on the 29th of December; the baselines begin on a Thursday and on a Friday.
        BaselineTerm first = new(1, new DateOnly(2025, 1, 1), 0.85), second = new(2, new DateOnly(2026, 1, 8), 0.90),
            third = new(4, new DateOnly(2026, 1, 23), 0.95);
        var chart = UnitChart.Of(Make.Weeks((1, 1), (1, 1), (0, 0), (1, 1), (1, 1)), [first, second, third]);

        Assert.Equal([0.85, 0.90, 0.90, 0.90, 0.95], chart.Points.Select(p => p.Target));
        Assert.Equal([second, third], chart.Changes);
    }

    [Fact]
    public void Before_the_first_baseline_there_is_no_target_and_its_beginning_is_no_change()
    {
        BaselineTerm first = new(1, new DateOnly(2026, 1, 10), 0.9);
        var chart = UnitChart.Of(Make.Weeks((0, 0), (1, 1), (1, 1)), [first]);

        Assert.Equal([null, 0.9, 0.9], chart.Points.Select(p => p.Target));
        Assert.Empty(chart.Changes);
        Assert.Equal([null, null], UnitChart.Of(Make.Weeks((1, 1), (1, 1)), []).Points.Select(p => p.Target));
    }

    [Fact]
    public void It_is_the_chart_that_anybody_gets_for_the_same_weeks_with_the_same_first_weeks_as_baseline() =>
        Arbitraries.WeekCounts.Always(
        weeks =>
        {
            var chart = UnitChart.Of(weeks, []);
            Assert.Equal(weeks, chart.Points.Select(p => new WeekCount(p.Week, p.N, p.K)));
            if (!chart.HasRange) return;
            var sent = ChartAnalysis.Of(new ChartRequest
            {
                Kind = chart.Kind,
                Values = [.. weeks.Select(w => w.N == 0 ? null : (double?)w.K)],
                Sizes = [.. weeks.Select(w => (double?)w.N)],
                BaselinePoints = chart.ReferenceWeeks,
            });
            Assert.Equal(sent.Points.Select(p => (p.Lower, p.Upper)), chart.Points.Select(p => (p.Lower, p.Upper)));
            Assert.Equal(
                sent.Points.Select((p, i) => weeks[i].N < MinimumSample.Default ? null : p.Rule), chart.Points.Select(p => p.Rule));
            Assert.Equal(sent.Points[0].Centre, chart.Centre);
        },
        tests: 500);

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void All_met_everywhere_and_nothing_met_anywhere_mark_nothing(int share) =>
        Gen.Choose(0, 100_000).ListOf(20).Where(n => n.Count(x => x > 0) >= MinimumSample.Weeks).Always(ns =>
        {
            var chart = Of([.. ns.Select(n => ((long)n, (long)n * share))]);

            Assert.Equal(share, chart.Centre);
            Assert.All(chart.Points, p => Assert.Equal(Signal.None, p.Signal));
            Assert.All(chart.Points, p => Assert.Equal(p.N == 0 ? null : share, share == 1 ? p.Upper : p.Lower));
        });

    private static UnitChart Of((long N, long K)[] weeks) => UnitChart.Of(Make.Weeks(weeks), []);

    private static void Expect(UnitChartPoint point, double rate, double lower, double upper, Signal signal)
    {
        Assert.Equal(rate, point.Rate!.Value, 1e-12);
        Assert.Equal(lower, point.Lower!.Value, 1e-12);
        Assert.Equal(upper, point.Upper!.Value, 1e-12);
        Assert.Equal(signal, point.Signal);
    }
}
