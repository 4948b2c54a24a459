using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Swings;

namespace ServiceTracker.Domain.Tests.Figures;

public class StandingTests
{
    private static readonly long[] Usual = [.. Enumerable.Repeat(90L, 18)];

    [Fact]
    public void As_usual_and_at_target_is_reliable() => Expect(
        ConsistencyClass.Reliable, "All basics met in 90.0% of 100, within the usual range 81.0%–99.0%.", [.. Usual[..13]], target: 0.9);

    [Fact]
    public void Without_a_target_the_usual_range_is_all_there_is() => Expect(
        ConsistencyClass.Reliable, "All basics met in 90.0% of 100, within the usual range 81.0%–99.0%.", [.. Usual], target: null);

    [Fact]
    public void As_usual_with_a_mean_below_target_is_steady_below() => Expect(
        ConsistencyClass.SteadyBelow,
        "All basics met in 90.0% of 100, within the usual range 81.0%–99.0%; its mean of 90.0% is below the target of 95.0%.",
        [.. Usual], target: 0.95);

    [Fact]
    public void Below_the_usual_range_is_slipping() => Expect(
        ConsistencyClass.Slipping, "All basics met in 78.0% of 100, below the usual range 81.0%–99.0%.", [.. Usual, 78], target: 0.95);

    [Fact]
    public void Above_the_usual_range_is_improving() => Expect(
        ConsistencyClass.Improving, "All basics met in 74.0% of 100, above the usual range 35.0%–65.0%.", [.. Usual.Select(_ => 50L), 74],
        target: 0.95);

    [Fact]
    public void A_run_of_weeks_inside_the_range_counts_too()
    {
        Expect(
            ConsistencyClass.Slipping,
            "All basics met in 88.0% of 100, the latest of 8 weeks in a row below the mean of 90.0%, the usual range 81.0%–99.0%.",
            [.. Usual, .. Enumerable.Repeat(88L, 8)]);
        Expect(
            ConsistencyClass.Improving,
            "All basics met in 93.0% of 100, the latest of 7 weeks in a row rising, the usual range 81.0%–99.0%.",
            [.. Usual, 87, 88, 89, 90, 91, 92, 93]);
        Expect(
            ConsistencyClass.Slipping,
            "All basics met in 83.0% of 100, the latest of two in three weeks near the lower end of the usual range 81.0%–99.0%.",
            [.. Usual, 83, 89, 83]);
    }

    [Theory]
    [InlineData(30, 70, 70)]
    [InlineData(70, 30, 30)]
    [InlineData(30, 70, 50)]
    public void Marks_on_both_sides_within_eight_weeks_are_erratic(long eighthLast, long between, long last)
    {
        long[] weeks = [.. Enumerable.Repeat(50L, 18), eighthLast, 50, 50, between, 50, 50, 50, last];

        Assert.Equal(ConsistencyClass.Erratic, Of(weeks, null, ofPerson: false).Class);
    }

    [Fact]
    public void A_person_is_erratic_by_the_comparison_with_colleagues_and_not_by_marks_on_both_sides()
    {
        long[] weeks = [.. Enumerable.Repeat(50L, 18), 30, 50, 50, 70, 50, 50, 50, 50];
        var chart = UnitChart.Of(Weeks(weeks), []);
        var swings = new WeekSwings([.. chart.Points.Select(p => new WeekCount(p.Week, p.N, p.K))], 4, 1, WeekSwings.Level / 2);

        Assert.Equal(ConsistencyClass.Reliable, Standing.Of(chart, ofPerson: true).Class);
        Assert.Equal(ConsistencyClass.Reliable, Standing.Of(chart, ofPerson: true, swings with { AdjustedP = WeekSwings.Level }).Class);
        Assert.Equal(
            new Standing(
                ConsistencyClass.Erratic,
                "All basics met in 50.0% of 100; from week to week more uneven than chance and the weeks of colleagues on the same " +
                "channels explain, from 30.0% in week 19 to 70.0% in week 22, and 50.0% over 26 weeks."),
            Standing.Of(chart, ofPerson: true, swings));
        // Too little in the week, or too few weeks, are no verdict whatever the comparison says.
        var few = UnitChart.Of(Make.Weeks([.. Usual.Select(k => (100L, k)), (9, 2)]), []);
        Assert.Equal(ConsistencyClass.NotEnoughYet, Standing.Of(few, ofPerson: true, swings).Class);
        Assert.Equal(ConsistencyClass.NotEnoughYet, Standing.Of(UnitChart.Of(Weeks(weeks[..12]), []), ofPerson: true, swings).Class);
    }

    [Fact]
    public void Erratic_is_told_with_its_counts() => Expect(
        ConsistencyClass.Erratic,
        "All basics met in 50.0% of 100; of the last 8 weeks 2 stand out below and 1 above what is usual, the usual range 35.0%–65.0%.",
        [.. Enumerable.Repeat(50L, 18), 30, 50, 50, 70, 50, 30, 50, 50], target: null);

    [Fact]
    public void The_other_side_longer_ago_than_eight_weeks_is_no_swing() =>
        Assert.Equal(
            ConsistencyClass.Slipping,
            Of([.. Enumerable.Repeat(50L, 17), 70, 50, 50, 50, 50, 50, 50, 50, 30], null, ofPerson: false).Class);

    [Fact]
    public void A_drop_while_there_are_few_weeks_is_no_swing_of_the_weeks_before_it() =>
        Assert.Equal(ConsistencyClass.Slipping, Of([.. Usual[..12], 60, 60, 60], null, ofPerson: true).Class);

    [Fact]
    public void One_week_alone_is_told_and_is_no_verdict_on_a_person()
    {
        Assert.Equal(
            new Standing(
                ConsistencyClass.SteadyBelow,
                "All basics met in 78.0% of 100, below the usual range 81.0%–99.0%: one week alone, which is no verdict on a person; " +
                "its mean of 90.0% is below the target of 95.0%."),
            Of([.. Usual, 90, 78], 0.95, ofPerson: true));
        Assert.Equal(ConsistencyClass.Reliable, Of([.. Usual, 100], 0.9, ofPerson: true).Class);
        Assert.Equal(ConsistencyClass.Slipping, Of([.. Usual, 78, 90, 78], 0.9, ofPerson: true).Class);
        Assert.Equal(ConsistencyClass.Slipping, Of([.. Usual, .. Enumerable.Repeat(88L, 8)], 0.9, ofPerson: true).Class);
    }

    [Fact]
    public void A_week_is_judged_by_the_target_of_its_time_and_a_change_is_named()
    {
        var weeks = Weeks([.. Usual, 78]);
        BaselineTerm before = new(1, new DateOnly(2025, 1, 1), 0.85);
        // From the Friday of the last week on: it judges the week after.
        BaselineTerm after = new(2, weeks[^1].Week.Monday.AddDays(4), 0.95);

        Assert.Equal(ConsistencyClass.Reliable, Standing.Of(UnitChart.Of([.. weeks[..^1]], [before]), false).Class);
        Assert.Equal(ConsistencyClass.Reliable, Standing.Of(UnitChart.Of(Weeks([.. Usual, 90]), [before, after]), false).Class);
        Assert.Equal(
            ConsistencyClass.SteadyBelow,
            Standing.Of(UnitChart.Of(Weeks([.. Usual, 90]), [before, after with { From = weeks[^1].Week.Monday }]), false).Class);
        Assert.EndsWith(
            "below the usual range 81.0%–99.0%. Baseline 2 is in force from 8 May 2026, within the weeks shown.",
            Standing.Of(UnitChart.Of(weeks, [before, after]), false).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Too_few_interactions_in_the_week_are_not_enough_yet(long n) => Assert.Equal(
        new Standing(ConsistencyClass.NotEnoughYet, $"Not enough yet: {n} scored interactions in this week, 10 are needed."),
        Standing.Of(UnitChart.Of(Make.Weeks([.. Usual.Select(k => (100L, k)), (n, 0)]), []), false));

    [Fact]
    public void Ten_interactions_in_the_week_are_enough() => Assert.Equal(
        ConsistencyClass.Reliable, Standing.Of(UnitChart.Of(Make.Weeks([.. Usual.Select(k => (100L, k)), (10, 9)]), []), false).Class);

    [Fact]
    public void Under_thirteen_weeks_with_interactions_are_not_enough_yet()
    {
        (long N, long K)[] weeks = [.. Enumerable.Repeat((0L, 0L), 9), .. Enumerable.Repeat((100L, 90L), 11), (100, 10)];

        Assert.Equal(
            new Standing(ConsistencyClass.NotEnoughYet, "Not enough yet: 12 weeks with interactions, 13 are needed."),
            Standing.Of(UnitChart.Of(Make.Weeks(weeks), []), false));
    }

    private static void Expect(ConsistencyClass expected, string sentence, long[] met, double? target = 0.85) =>
        Assert.Equal(new Standing(expected, sentence), Of(met, target, ofPerson: false));

    private static Standing Of(long[] met, double? target, bool ofPerson) =>
        Standing.Of(UnitChart.Of(Weeks(met), target is { } aim ? [new BaselineTerm(1, new DateOnly(2025, 1, 1), aim)] : []), ofPerson);

    private static WeekCount[] Weeks(long[] met) => Make.Weeks(met.Select(k => (100L, k)));
}
