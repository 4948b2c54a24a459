using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Domain.Tests.Overview;

public sealed class RateShiftTests
{
    [Fact]
    public void Four_weeks_are_compared_with_the_twenty_six_before_and_the_week_is_found_in_which_it_began()
    {
        var shift = RateShift.Of(BuiltWeeks.Of(100, (26, 95), (4, 83)))!;

        Assert.Equal((332, 400, 2470, 2600, 26), (shift.NowK, shift.NowN, shift.BeforeK, shift.BeforeN, shift.WeeksBefore));
        Assert.Equal(-0.12, shift.Difference, 9);
        Assert.Equal("2026-W43", shift.Since.ToString());
        Assert.False(shift.IsProvisional);
        // z = −0.12/√(0.93400·0.06600·(1/400 + 1/2600)) = −8.9967.
        Assert.InRange(shift.PValue, 2.2e-19, 2.4e-19);
    }

    [Fact]
    public void What_began_earlier_is_dated_there() =>
        Assert.Equal("2026-W40", RateShift.Of(BuiltWeeks.Of(100, (23, 95), (7, 80)))!.Since.ToString());

    [Fact]
    public void Where_weeks_always_swing_a_swing_is_no_change()
    {
        (int, long)[] swinging = [.. Enumerable.Range(0, 26).Select(i => (1, i % 2 == 0 ? 99L : 81L)), (4, 83)];

        Assert.True(RateShift.Of(BuiltWeeks.Of(100, (26, 90), (4, 83)))!.PValue < 0.0001);
        Assert.True(RateShift.Of(BuiltWeeks.Of(100, swinging))!.PValue > 0.01);
    }

    [Fact]
    public void Two_misses_of_twelve_are_not_made_too_much_of()
    {
        var shift = RateShift.Of(BuiltWeeks.Of(3, (26, 3), (2, 2), (2, 3)))!;

        // Fisher: both of two misses among 12 of 90 are as likely as 12·11/(90·89) = 0.01648.
        Assert.Equal(0.01648, shift.PValue, 5);
    }

    [Theory, InlineData(13, true), InlineData(14, false)]
    public void Under_thirteen_weeks_before_nothing_is_compared_and_up_to_twenty_four_it_is_provisional(int empty, bool isCompared)
    {
        var shift = RateShift.Of(BuiltWeeks.Of(50, (30, 45)).Without(0, empty));

        Assert.Equal(isCompared, shift is not null);
        Assert.Equal(isCompared, shift?.IsProvisional ?? false);
    }

    [Fact]
    public void A_gap_is_no_week_with_nothing_met()
    {
        // Closed for the holidays: three weeks before, and one of the last four.
        var shift = RateShift.Of(BuiltWeeks.Of(50, (30, 45)).Without(20, 3).Without(27, 1))!;

        Assert.Equal((23, 150, 1), (shift.WeeksBefore, shift.NowN, shift.PValue));
    }

    [Fact]
    public void Weeks_that_asked_for_something_else_are_left_out_and_with_too_few_left_nothing_is_said()
    {
        var weeks = BuiltWeeks.Of(100, (10, 99), (20, 80));

        Assert.Equal(16, RateShift.Of(weeks, weeks[10].Week.Monday)!.WeeksBefore);
        Assert.Equal(15, RateShift.Of(weeks, weeks[10].Week.Monday.AddDays(1))!.WeeksBefore);
        Assert.Null(RateShift.Of(weeks, weeks[14].Week.Monday));
        Assert.Null(RateShift.Of(weeks, weeks[28].Week.Monday));
    }

    [Fact]
    public void Without_ten_interactions_in_the_last_weeks_nothing_is_said() =>
        Assert.Null(RateShift.Of(BuiltWeeks.Of(100, (30, 90)).Without(26, 4)));
}
