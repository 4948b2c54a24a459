using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class UnitFlagsTests
{
    private static readonly FlagLabel Lower = new(DetectionKind.Lower), Erratic = new(DetectionKind.Erratic);

    [Fact]
    public void The_same_kind_joins_the_flag_for_as_long_as_it_is_open()
    {
        var flags = new UnitFlags();
        flags.Take(Raised(Lower, 0));
        flags.Take(Settled(Lower, 40));
        var joined = flags.Take(Settled(Lower, 400));

        Assert.Equal(2, joined.Joined.Count);
        Assert.Single(flags.Flags);
    }

    [Theory]
    [InlineData(128, 1)]
    [InlineData(129, 2)]
    public void And_for_28_days_after_it_was_closed(int day, int count)
    {
        var flags = new UnitFlags();
        flags.Take(Settled(Lower, 0));
        flags.Take(Settled(Lower, day), closedOn: _ => Monday.AddDays(100));

        Assert.Equal(count, flags.Flags.Count);
    }

    [Fact]
    public void Another_kind_or_another_basic_is_another_flag()
    {
        var flags = new UnitFlags();
        flags.Take(Settled(Lower, 0));
        flags.Take(Settled(Erratic, 1));
        flags.Take(Settled(new(DetectionKind.Basic, 1), 2));
        flags.Take(Settled(new(DetectionKind.Basic, 2), 3));

        Assert.Equal(4, flags.Flags.Count);
    }

    [Fact]
    public void What_is_not_settled_joins_what_is_open_in_its_direction_and_goes_its_own_way_when_it_settles_as_something_else()
    {
        var flags = new UnitFlags();
        flags.Take(Settled(Lower, 0));
        var basic = Raised(new(DetectionKind.Basic, 1), 20);

        Assert.Single(flags.Take(basic).Joined);
        Assert.Single(flags.Flags);
        flags.Take(Raised(new(DetectionKind.Better), 21));
        Assert.Equal(2, flags.Flags.Count);

        flags.Take(basic with { IsSettled = true });
        Assert.Equal([Lower, new(DetectionKind.Better), basic.Label], flags.Flags.Select(f => f.Label));
        Assert.Empty(flags.Flags[0].Joined);
    }

    [Fact]
    public void What_is_not_settled_does_not_join_what_is_closed_as_another_kind()
    {
        var flags = new UnitFlags();
        flags.Take(Settled(Lower, 0));
        flags.Take(Raised(Erratic, 9), closedOn: _ => Monday.AddDays(5));

        Assert.Equal(2, flags.Flags.Count);
    }

    [Theory]
    [InlineData(55, false)]
    [InlineData(56, true)]
    [InlineData(96, true)]
    [InlineData(97, false)]
    public void After_eight_weeks_in_which_it_goes_on_marking_the_change_is_proposed(int day, bool proposed)
    {
        var flags = new UnitFlags();
        flags.Take(Settled(Lower, 0));
        Assert.False(flags.Flags[0].ProposesToMarkTheChange(Monday.AddDays(day)));
        flags.Take(Settled(Lower, 41));

        Assert.Equal(proposed, flags.Flags[0].ProposesToMarkTheChange(Monday.AddDays(day)));
    }

    [Fact]
    public void A_missed_critical_basic_is_no_change_to_be_marked()
    {
        var flags = new UnitFlags();
        flags.Take(Critical(1, 0));
        Assert.False(flags.Take(Critical(1, 60)).ProposesToMarkTheChange(Monday.AddDays(61)));
    }

    [Fact]
    public void Settling_gives_a_flag_its_label_and_keeps_how_it_was_raised()
    {
        var flags = new UnitFlags();
        var raised = Raised(Lower, 0);
        flags.Take(raised);
        var flag = flags.Take(raised with { Label = Erratic, IsSettled = true, WasLabelled = Lower });

        Assert.Single(flags.Flags);
        Assert.Equal((Lower, Erratic), (flag.Raised.Label, flag.Label));
    }

    [Fact]
    public void What_joined_and_settles_as_another_kind_is_a_flag_of_its_own()
    {
        var flags = new UnitFlags();
        flags.Take(Raised(Lower, 0));
        var second = Raised(Lower, 14);
        flags.Take(second);
        flags.Take(second with { Label = Erratic, IsSettled = true, WasLabelled = Lower });

        Assert.Equal([Lower, Erratic], flags.Flags.Select(f => f.Label));
        Assert.Empty(flags.Flags[0].Joined);
    }

    [Fact]
    public void What_joined_and_settles_as_the_same_kind_stays_where_it_is()
    {
        var flags = new UnitFlags();
        flags.Take(Raised(Lower, 0));
        var second = Raised(Lower, 14);
        flags.Take(second);
        var flag = flags.Take(second with { IsSettled = true });

        Assert.Single(flags.Flags);
        Assert.True(flag.Joined.Single().IsSettled);
    }

    [Fact]
    public void There_is_one_open_flag_a_critical_basic_however_long_it_is_open()
    {
        var flags = new UnitFlags();
        flags.Take(Critical(1, 0));
        flags.Take(Critical(1, 200));
        flags.Take(Critical(2, 201));
        Assert.Equal([1, 0], flags.Flags.Select(f => f.Joined.Count));

        flags.Take(Critical(1, 202), closedOn: _ => Monday.AddDays(201));
        Assert.Equal(3, flags.Flags.Count);
    }

    [Fact]
    public void A_critical_miss_says_what_was_missed_and_when() => Assert.Equal(
        "“Identity checked”, a critical basic, was missed on 2026-01-06.", Critical(0, 1).Sentence(_ => "Identity checked"));

    [Fact]
    public void Only_a_miss_can_be_a_critical_miss() =>
        Assert.Throws<ArgumentException>(() => DetectorSignal.CriticalMiss(Day(Monday, "m").Single(), 0));

    private static DetectorSignal Raised(FlagLabel label, int days) => new()
    {
        Label = label,
        Interaction = Id(Monday.AddDays(days), 0),
        OccurredAt = Monday.AddDays(days).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        BusinessDate = Monday.AddDays(days),
    };

    private static DetectorSignal Settled(FlagLabel label, int days) => Raised(label, days) with { IsSettled = true };

    private static DetectorSignal Critical(int basic, int days) =>
        DetectorSignal.CriticalMiss(Day(Monday.AddDays(days), "7", 3).Single(), basic);
}
