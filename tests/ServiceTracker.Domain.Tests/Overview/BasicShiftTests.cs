using ServiceTracker.Domain.Overview;
using static ServiceTracker.Domain.Tests.Overview.BuiltWeeks;

namespace ServiceTracker.Domain.Tests.Overview;

public sealed class BasicShiftTests
{
    private static readonly (int, long)[] Steady = [(30, 94)], Fallen = [(26, 94), (4, 84)], Risen = [(26, 84), (4, 95)];

    [Fact]
    public void Where_nothing_differs_nothing_is_told_and_all_of_it_was_looked_at()
    {
        var shift = BasicShift.Of([Cell("greeted", Counter, Of(100, Steady)), Cell("greeted", Phone, Of(100, Steady))])["greeted"];

        Assert.Empty(shift.Fell);
        Assert.Empty(shift.Rose);
        Assert.Equal([Counter, Phone], shift.Channels.Keys.Order());
        Assert.NotNull(shift.Whole);
    }

    [Fact]
    public void What_falls_on_one_channel_is_of_that_channel()
    {
        var shifts = BasicShift.Of(
        [
            Cell("greeted", Counter, Of(100, Steady)), Cell("greeted", Phone, Of(100, Steady)),
            Cell("identity", Counter, Of(100, Steady)), Cell("identity", Phone, Of(100, Fallen)), Cell("identity", Mail, Of(100, Steady)),
        ]);

        Assert.Equal([Phone], shifts["identity"].Fell);
        Assert.Equal("2026-W43", shifts["identity"].Of(Phone).Since.ToString());
        Assert.Empty(shifts["greeted"].Fell);
    }

    [Fact]
    public void What_falls_on_one_channel_and_by_less_than_a_point_on_the_others_is_still_of_that_channel() =>
        Assert.Equal([Phone], BasicShift.Of(
        [
            Cell("identity", Counter, Of(10_000, (26, 9_850), (4, 9_800))), Cell("identity", Phone, Of(1_000, (26, 985), (4, 900))),
        ])["identity"].Fell);

    [Fact]
    public void What_is_no_longer_told_and_still_leans_down_is_not_over()
    {
        Assert.True(BasicShift.Of([Cell("greeted", Counter, Of(100, (26, 94), (4, 91)))])["greeted"].IsStillLow(Counter));
        Assert.False(BasicShift.Of([Cell("greeted", Counter, Of(100, (26, 94), (4, 94)))])["greeted"].IsStillLow(Counter));
    }

    [Fact]
    public void What_falls_on_every_channel_is_of_all_together()
    {
        var shift = BasicShift.Of(
        [
            Cell("greeted", Counter, Of(100, Fallen)), Cell("greeted", Phone, Of(100, Fallen)),
            Cell("greeted", Mail, Of(20, (26, 19), (4, 17))),
        ]);

        Assert.Equal([null], shift["greeted"].Fell);
        Assert.Equal(-0.1, shift["greeted"].Of(null).Difference, 2);
    }

    [Fact]
    public void Where_there_is_one_channel_a_fall_is_not_called_the_channels() =>
        Assert.Equal([null], BasicShift.Of([Cell("greeted", Counter, Of(100, Fallen))])["greeted"].Fell);

    [Fact]
    public void What_rises_is_told_for_itself()
    {
        var shift = BasicShift.Of([Cell("greeted", Counter, Of(100, Risen)), Cell("greeted", Phone, Of(100, Steady))])["greeted"];

        Assert.Empty(shift.Fell);
        Assert.Equal([Counter], shift.Rose);
    }

    [Fact]
    public void Good_weeks_and_bad_weeks_with_the_same_mean_are_no_fall()
    {
        (int, long)[] erratic = [.. Enumerable.Range(0, 30).Select(i => (1, i % 2 == 0 ? 100L : 84L))];
        Assert.Empty(BasicShift.Of([Cell("greeted", Counter, Of(100, erratic))])["greeted"].Fell);
    }

    [Fact]
    public void A_basic_that_a_raised_bar_added_is_not_compared_with_the_weeks_in_which_nobody_asked()
    {
        var weeks = Of(100, (30, 70)).Without(0, 20);
        Assert.False(BasicShift.Of([Cell("anything_else", Counter, weeks)])["anything_else"].IsCompared);
    }

    [Fact]
    public void A_target_that_was_raised_makes_no_fall()
    {
        var weeks = Of(100, (24, 95), (6, 70));
        Assert.Equal([null], BasicShift.Of([Cell("wait", Counter, weeks)])["wait"].Fell);
        Assert.False(BasicShift.Of([Cell("wait", Counter, weeks, weeks[24].Week.Monday)])["wait"].IsCompared);
    }

    [Fact]
    public void Of_many_that_are_as_usual_hardly_any_is_told()
    {
        // 200 organisations of 8 basics on 4 channels in which nothing changes: by chance at most one in a hundred is told of anything.
        var random = new Random(20261120);
        var told = Enumerable.Range(0, 200).Count(_ => BasicShift.Of(
        [
            .. from basic in Enumerable.Range(0, 8) from channel in Enumerable.Range(0, 4)
               select Cell($"{basic}", channel, [.. Of(40, (30, 0)).Select(w => w with { K = Met(40) })]),
        ]).Values.Any(s => s.Fell.Count + s.Rose.Count > 0));

        Assert.InRange(told, 0, 4);

        int Met(int of) => Enumerable.Range(0, of).Count(_ => random.NextDouble() < 0.93);
    }
}
