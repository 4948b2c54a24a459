using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Figures;

public sealed class RaiseProposalTests
{
    private static readonly IsoWeek Last = IsoWeek.Of(new DateOnly(2026, 11, 9));

    private static readonly Expectation Wait = new()
    {
        Code = "wait",
        Question = "Waited?",
        Kind = ExpectationKind.Measure,
        Target = 5,
        Unit = "minutes",
        Direction = TargetDirection.AtMost,
    };

    [Theory]
    // 2574 of 2600: 0.990, lower end 0.9854 (Wilson).
    [InlineData(99, 0.985, true)]
    [InlineData(99, 0.986, false)]
    // 95 % is surely above 90 %, and surely not above 95 %.
    [InlineData(95, 0.90, true)]
    [InlineData(95, 0.95, false)]
    public void It_is_above_where_the_lower_end_of_the_interval_is(long met, double share, bool isAbove) =>
        Assert.Equal(isAbove, SteadyAbove.Of(Weeks(_ => met), share) is not null);

    [Fact]
    public void It_is_not_steady_where_weeks_show_a_concern_are_missing_or_ask_for_something_else()
    {
        Assert.NotNull(SteadyAbove.Of(Weeks(_ => 99), 0.9));
        Assert.Null(SteadyAbove.Of(Weeks(i => i == 24 ? 90 : 99), 0.9));
        Assert.Null(SteadyAbove.Of([.. Weeks(_ => 99).Skip(1)], 0.9));
        Assert.Null(SteadyAbove.Of([.. Weeks(_ => 99).Select((w, i) => i == 3 ? new WeekCount(w.Week, 0, 0) : w)], 0.9));
        Assert.Null(SteadyAbove.Of(Weeks(_ => 99), 0.9, Last.Monday));
        Assert.NotNull(SteadyAbove.Of(Weeks(_ => 99), 0.9, Last.AddWeeks(-25).Monday));
        // Weeks that swing tell less: 97 of 100 on average, as every week and as a swing of 94 and 100.
        Assert.True(SteadyAbove.Of(Weeks(_ => 97), 0.9)!.LowEnd > SteadyAbove.Of(Weeks(i => i % 2 == 0 ? 94 : 100), 0.9)!.LowEnd);
    }

    [Theory, InlineData(0.9, 8, 0.98692), InlineData(0.9, 1, 0.9), InlineData(1, 5, 1)]
    public void Each_of_several_basics_has_its_share_of_the_target(double target, int basics, double share) =>
        Assert.Equal(share, SteadyAbove.ShareOf(target, basics), 5);

    [Theory]
    // Of ten values nine are at most 3.21: 3.3 in steps of a tenth.
    [InlineData(0.9, 3.3)]
    [InlineData(0.8, 3.0)]
    [InlineData(1.0, null)]
    public void The_strictest_target_is_the_one_that_its_share_still_meets(double share, double? target) =>
        Assert.Equal(target, RaisedMeasure.StricterTarget(Wait, [1, 1, 1, 2, 2, 2, 3, 3, 3.21, 5], share));

    [Fact]
    public void What_is_to_be_at_least_is_raised_upwards()
    {
        var measure = new Expectation
        {
            Code = "a",
            Question = "A?",
            Kind = ExpectationKind.Measure,
            Target = 60,
            Direction = TargetDirection.AtLeast,
        };

        Assert.Equal(71, RaisedMeasure.StricterTarget(measure, [71.5, 80, 80, 80, 80, 90, 90, 90, 90, 60], 0.9));
        Assert.Null(RaisedMeasure.StricterTarget(measure, [60, 60, 60, 60, 60, 60, 60, 60, 60, 60], 0.9));
        Assert.Null(RaisedMeasure.StricterTarget(measure, [80, 80], 0.9));
    }

    [Fact]
    public void A_proposal_says_what_it_would_have_done()
    {
        var steady = new SteadyAbove(0.992, 2600, 0.988, 0.98692);
        const string Met = "Met in 99.2 % of 2600 over 26 weeks, steadily above its share of the target (98.7 %). ";

        Assert.Equal(
            Met + "It could be made critical: in the last weeks it was missed in 3 of 400, "
            + "and 2 interactions more would have counted as failed.",
            new RaisedCheck(steady, 400, 397, false, 2).Sentence);
        Assert.Equal(
            Met + "It is critical already: what is left to raise is what it asks for, and nobody can count that beforehand.",
            new RaisedCheck(steady, 400, 397, true, 0).Sentence);
        Assert.Equal(
            Met + "Its target could be 4.2 minutes instead of 5: in the last weeks that would have been met in 98 % of 400 "
            + "instead of 99 %, and 5 fewer interactions would have had all basics met.",
            new RaisedMeasure(steady, 400, 396, Wait, 4.2, 391, 5).Sentence);
    }

    [Theory, InlineData("2026-11-19", true), InlineData("2026-11-20", false), InlineData(null, false)]
    public void A_review_is_overdue_from_the_day_after_its_date(string? date, bool isOverdue)
    {
        var basic = new Expectation { Code = "a", Question = "A?", ReviewDate = date is null ? null : DateOnly.Parse(date, null) };
        Assert.Equal(isOverdue, basic.IsOverdueOn(new DateOnly(2026, 11, 20)));
    }

    private static IReadOnlyList<WeekCount> Weeks(Func<int, long> met) =>
        [.. Last.LatestOf(SteadyAbove.Weeks).Select((w, i) => new WeekCount(w, 100, met(i)))];
}
