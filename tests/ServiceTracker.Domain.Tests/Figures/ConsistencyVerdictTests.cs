using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Tests.Figures;

public class ConsistencyVerdictTests
{
    [Fact]
    public void Within_the_usual_range_and_at_target_is_reliable() => Expect(
        ConsistencyClass.Reliable,
        "All basics met in 90.0% of 100, within the usual range 81.0%–99.0%.",
        PChart.Of(Same(13, 90), target: 0.9));

    [Fact]
    public void Without_a_target_the_usual_range_is_all_there_is() => Expect(
        ConsistencyClass.Reliable,
        "All basics met in 90.0% of 100, within the usual range 81.0%–99.0%.",
        PChart.Of(Same(13, 90)));

    [Fact]
    public void Within_the_usual_range_with_a_mean_below_target_is_steady_below() => Expect(
        ConsistencyClass.SteadyBelow,
        "All basics met in 90.0% of 100, within the usual range 81.0%–99.0%; its mean of 90.0% is below the target of 95.0%.",
        PChart.Of(Same(13, 90), target: 0.95));

    [Fact]
    public void Below_the_usual_range_is_slipping() => Expect(
        // (12·91 + 78) / 1300 = 0.9
        ConsistencyClass.Slipping,
        "All basics met in 78.0% of 100, below the usual range 81.0%–99.0%.",
        PChart.Of([.. Same(12, 91), .. Last(12, 78)], target: 0.95));

    [Fact]
    public void Above_the_usual_range_is_improving() => Expect(
        // (12·48 + 74) / 1300 = 0.5
        ConsistencyClass.Improving,
        "All basics met in 74.0% of 100, above the usual range 35.0%–65.0%.",
        PChart.Of([.. Same(12, 48), .. Last(12, 74)], target: 0.95));

    [Theory]
    [InlineData(30, 70, "All basics met in 70.0% of 100; weeks on both sides of the usual range 35.0%–65.0% within 8 weeks.")]
    [InlineData(70, 30, "All basics met in 30.0% of 100; weeks on both sides of the usual range 35.0%–65.0% within 8 weeks.")]
    public void Out_on_both_sides_within_eight_weeks_is_erratic(long earlier, long last, string sentence)
    {
        // 13 weeks, the last at index 12: index 5 is the first of the last eight.
        var weeks = Same(13, 50);
        weeks[5] = weeks[5] with { K = earlier };
        weeks[12] = weeks[12] with { K = last };

        Expect(ConsistencyClass.Erratic, sentence, PChart.Of(weeks));
    }

    [Theory]
    [InlineData(30, 70, ConsistencyClass.Improving)]
    [InlineData(70, 30, ConsistencyClass.Slipping)]
    public void The_other_side_longer_ago_than_eight_weeks_is_no_swing(long earlier, long last, ConsistencyClass expected)
    {
        var weeks = Same(13, 50);
        weeks[4] = weeks[4] with { K = earlier };
        weeks[12] = weeks[12] with { K = last };

        Assert.Equal(expected, ConsistencyVerdict.OfLastWeek(PChart.Of(weeks)).Class);
    }

    [Fact]
    public void A_last_week_within_the_range_is_not_erratic_whatever_came_before()
    {
        var weeks = Same(13, 50);
        weeks[10] = weeks[10] with { K = 30 };
        weeks[11] = weeks[11] with { K = 70 };

        Assert.Equal(ConsistencyClass.Reliable, ConsistencyVerdict.OfLastWeek(PChart.Of(weeks)).Class);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Too_few_interactions_in_the_week_are_not_enough_yet(long n) => Expect(
        ConsistencyClass.NotEnoughYet,
        $"Not enough yet: {n} scored interactions in this week, 10 are needed.",
        PChart.Of([.. Same(20, 90), .. Make.Weeks(Enumerable.Repeat((n, 0L), 21))[20..]]));

    [Fact]
    public void Ten_interactions_in_the_week_are_enough_unless_more_are_asked_for()
    {
        var chart = PChart.Of([.. Same(20, 90), .. Make.Weeks(Enumerable.Repeat((10L, 9L), 21))[20..]]);

        Assert.Equal(ConsistencyClass.Reliable, ConsistencyVerdict.OfLastWeek(chart).Class);
        Assert.Equal(
            new ConsistencyVerdict(ConsistencyClass.NotEnoughYet, "Not enough yet: 10 scored interactions in this week, 11 are needed."),
            ConsistencyVerdict.OfLastWeek(chart, fewest: 11));
    }

    [Fact]
    public void Twelve_weeks_with_interactions_are_not_enough_yet_however_many_weeks_there_are()
    {
        var weeks = Same(20, 90);
        for (var i = 0; i < 8; i++) weeks[i] = weeks[i] with { N = 0, K = 0 };

        Expect(
            ConsistencyClass.NotEnoughYet,
            "Not enough yet: 12 weeks with interactions, 13 are needed.",
            PChart.Of(weeks));
    }

    private static void Expect(ConsistencyClass expected, string sentence, PChart chart) =>
        Assert.Equal(new ConsistencyVerdict(expected, sentence), ConsistencyVerdict.OfLastWeek(chart));

    private static WeekCount[] Same(int weeks, long k) => Make.Weeks(Enumerable.Repeat((100L, k), weeks));

    private static WeekCount[] Last(int index, long k) => Same(index + 1, k)[index..];
}
