using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class ThresholdTests
{
    [Theory]
    [InlineData(2340, 1, 2340)]
    [InlineData(2340, 0.5, 4680)]
    [InlineData(2340, 2, 1170)]
    [InlineData(312, 1, 312)]
    [InlineData(311, 1, 264.35)]
    [InlineData(260, 2, 110.5)]
    public void It_is_the_years_interactions_over_the_budget_and_less_below_six_a_week(double perYear, double budget, double expected) =>
        Assert.Equal(expected, Threshold.Of(perYear, budget), 1e-9);

    [Fact]
    public void A_second_sum_on_the_same_budget_doubles_it() => Assert.Equal(4680, Threshold.Of(2340, 1, sums: 2));

    [Theory]
    [InlineData(2340, 2340)]
    [InlineData(1170, 2687.954)]
    [InlineData(780, 2915.010)]
    [InlineData(100, 3042)]
    public void A_part_of_the_staff_members_interactions_is_held_to_more(double part, double expected) =>
        Assert.Equal(expected, Threshold.Of(2340, unitPerYear: part), 0.001);

    [Fact]
    public void The_volume_is_the_median_of_the_last_25_weeks()
    {
        Assert.Equal(45 * 52, Threshold.PerYear([.. Enumerable.Repeat(9, 30), .. Enumerable.Repeat(45, 13), .. Enumerable.Repeat(9, 12)]));
        Assert.Equal(9 * 52, Threshold.PerYear([.. Enumerable.Repeat(9, 30), .. Enumerable.Repeat(45, 12), .. Enumerable.Repeat(9, 13)]));
        Assert.Equal(42.5 * 52, Threshold.PerYear([40, 45]));
    }

    [Fact]
    public void Where_most_weeks_are_empty_the_mean_stands_in_for_the_median() => Assert.Equal(2 * 52, Threshold.PerYear([0, 6, 0]));

    [Fact]
    public void Without_any_interaction_there_is_no_volume()
    {
        Assert.Null(Threshold.PerYear([]));
        Assert.Null(Threshold.PerYear([0, 0]));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(-1, 1, 1)]
    [InlineData(100, 0, 1)]
    [InlineData(100, 1, 0)]
    public void What_cannot_be_is_refused(double perYear, double budget, int sums) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.Of(perYear, budget, sums));

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void So_is_a_part_that_is_none(double part) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.Of(100, unitPerYear: part));
}
