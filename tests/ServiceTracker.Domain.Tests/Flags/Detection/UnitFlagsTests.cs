using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class UnitFlagsTests
{
    private static readonly FlagLabel Lower = new(DetectionKind.Lower), Erratic = new(DetectionKind.Erratic);

    [Fact]
    public void The_same_kind_joins_the_flag_for_28_days_and_then_raises_a_new_one()
    {
        var flags = new UnitFlags();
        flags.Take(Raised(Lower, 0));
        flags.Take(Raised(Lower, 14));
        var joined = flags.Take(Raised(Lower, 28));

        Assert.Equal(2, joined.Joined.Count);
        Assert.Single(flags.Flags);
        Assert.Empty(flags.Take(Raised(Lower, 29)).Joined);
        Assert.Equal(2, flags.Flags.Count);
    }

    [Fact]
    public void Another_kind_or_another_basic_is_another_flag()
    {
        var flags = new UnitFlags();
        flags.Take(Raised(Lower, 0));
        flags.Take(Raised(Erratic, 1));
        flags.Take(Raised(new(DetectionKind.Basic, 1), 2));
        flags.Take(Raised(new(DetectionKind.Basic, 2), 3));

        Assert.Equal(4, flags.Flags.Count);
    }

    [Fact]
    public void A_closed_flag_is_not_joined()
    {
        var flags = new UnitFlags();
        flags.Take(Raised(Lower, 0));
        flags.Take(Raised(Lower, 9), isOpen: _ => false);

        Assert.Equal(2, flags.Flags.Count);
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

        flags.Take(Critical(1, 202), isOpen: _ => false);
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

    private static DetectorSignal Critical(int basic, int days) =>
        DetectorSignal.CriticalMiss(Day(Monday.AddDays(days), "7", 3).Single(), basic);
}
