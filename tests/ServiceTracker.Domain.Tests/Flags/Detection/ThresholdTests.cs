using FsCheck.Fluent;
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
    public void The_volume_is_that_of_the_middle_weeks_of_the_last_25()
    {
        Assert.Equal(45 * 52, Threshold.PerYear([.. Enumerable.Repeat(9, 30), .. Enumerable.Repeat(45, 25)]));
        // Two weeks of holidays and two busy ones are cut off with three more at each end.
        Assert.Equal(45 * 52, Threshold.PerYear([0, 0, 60, 60, .. Enumerable.Repeat(45, 21)]));
        Assert.Equal(42.5 * 52, Threshold.PerYear([40, 45]));
    }

    [Theory]
    [InlineData(new[] { 0, 6, 0 }, 2)]
    [InlineData(new[] { 0, 0, 0, 100, 100 }, 40)]
    [InlineData(new[] { 1, 1, 1, 101, 101 }, 41)]
    public void Where_most_weeks_are_empty_it_is_that_of_all_of_them(int[] weeks, double perWeek) =>
        Assert.Equal(perWeek * 52, Threshold.PerYear(weeks)!.Value, 1e-9);

    [Fact]
    public void Weeks_off_in_turn_give_the_same_volume_every_week()
    {
        int[] weeks = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 90 : 0)];
        var volumes = Enumerable.Range(25, 35).Select(n => Threshold.PerYear(weeks[..n])!.Value / 52).ToList();

        Assert.InRange(volumes.Min(), 43, 48);
        Assert.InRange(volumes.Max(), 43, 48);
    }

    [Fact]
    public void A_unit_never_has_more_than_the_person_it_belongs_to()
    {
        var weeks = from unit in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 100))).ListOf(25)
                    from rest in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 100))).ListOf(25)
                    select (Unit: unit.ToArray(), Person: unit.Zip(rest, (a, b) => a + b).ToArray());
        weeks.Always(x =>
        {
            if (Threshold.PerYear(x.Unit) is not { } unit) return;
            var person = Threshold.PerYear(x.Person)!.Value;
            Assert.True(unit <= person);
            Assert.True(Threshold.Of(person, unitPerYear: unit) > 0);
        });
    }

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
