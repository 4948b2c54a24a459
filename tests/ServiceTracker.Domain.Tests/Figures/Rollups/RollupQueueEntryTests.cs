using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Figures.Rollups;

public sealed class RollupQueueEntryTests
{
    private static readonly DateTime Now = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private static readonly RollupDelta[] Deltas =
    [
        new()
        {
            SiteId = 7,
            Times = 1,
            BusinessDate = new DateOnly(2026, 11, 20),
            HourOfWeek = 112,
            ChannelId = 3,
            Baseline = 2,
            Met = 0b1011,
            Na = 0b100,
        },
        new()
        {
            SiteId = 7, Times = -1, BusinessDate = DateOnly.MaxValue, HourOfWeek = 167, StaffId = 0, TeamId = int.MaxValue - 1,
            ChannelId = int.MaxValue, Source = Source.Customer,
            Baseline = int.MaxValue, Met = long.MaxValue, Na = -1, Held = long.MinValue,
            Excused = 1L << 62, State = InteractionState.Excluded, StandOuts = 20, Csat = 5, Measures = [],
            ReasonId = int.MaxValue - 1, InteractionId = new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff"), OccurredAt = DateTime.MaxValue,
        },
        new()
        {
            SiteId = 8,
            Times = 1,
            BusinessDate = DateOnly.MinValue,
            StaffId = 1,
            TeamId = 2,
            ChannelId = 1,
            Baseline = 1,
            Measures = [0, 0.1, -0.0, 1e6, double.Epsilon],
        },
    ];

    [Fact]
    public void What_is_packed_comes_out_again_as_it_was_and_in_its_order()
    {
        var entries = RollupQueueEntry.Pack(Deltas, Now);
        Assert.Equal([(7, 2), (8, 1)], entries.Select(e => (e.SiteId, e.Count)));
        Assert.Equivalent(Deltas, entries.SelectMany(e => e.Unpack()), strict: true);
        Assert.Empty(RollupQueueEntry.Pack([], Now));
    }

    [Fact]
    public void An_entry_says_what_happened_to_each_interaction_once_whether_a_figure_moved_or_not()
    {
        var (one, two) = (Guid.CreateVersion7(Now), Guid.CreateVersion7(Now));
        var created = Assert.Single(RollupQueueEntry.Pack(
            [Deltas[0] with { InteractionId = one }, Deltas[0] with { InteractionId = two }], Now));
        Assert.Equal(
            [new(ChangeKind.Created, Now, 7, one), new ChangedInteraction(ChangeKind.Created, Now, 7, two)], created.Read().Changes);

        ChangedInteraction[] moved = [new(ChangeKind.Corrected, Now, 7, one), new(ChangeKind.Corrected, Now, 8, one)];
        RollupDelta[] deltas = [Deltas[0] with { InteractionId = one, Times = -1 }, Deltas[2] with { InteractionId = one }];
        Assert.Equal(moved, RollupQueueEntry.Of(deltas, moved, 3).SelectMany(e => e.Read().Changes));
        Assert.Equivalent(deltas, RollupQueueEntry.Of(deltas, moved, 3).SelectMany(e => e.Unpack()), strict: true);

        var unmoved = Assert.Single(RollupQueueEntry.Of([], moved[..1], 3));
        Assert.Equal(0, unmoved.Count);
        Assert.Empty(unmoved.Unpack());
        Assert.Equal(moved[..1], unmoved.Read().Changes);
        Assert.Equal((1, 3), (created.Read().Version, unmoved.Read().Version));
    }

    [Fact]
    public void An_interaction_of_nine_basics_takes_some_fifty_bytes()
    {
        var delta = new RollupDelta
        {
            SiteId = 1,
            Times = 1,
            BusinessDate = new DateOnly(2026, 11, 20),
            HourOfWeek = 112,
            StaffId = 201,
            ChannelId = 5,
            Baseline = 1,
            Met = 0b1_1101_0111,
            Na = 0b10_0000,
            InteractionId = new Guid("019aa5b4-6a10-7c3e-9d0f-2b7a4c1e8f55"),
            OccurredAt = Now,
        };
        Assert.InRange(Assert.Single(RollupQueueEntry.Pack([delta], Now)).Packed.Length, 35, 55);
    }

    [Fact]
    public void What_the_version_before_left_in_the_queue_is_taken_in_without_its_interactions()
    {
        var packed = Convert.FromHexString(
            "0101E3942D7000000300020B040000000000000100000203010001000000000000000600000000000000" +
            "009A9999999999B93F00000000000000800000000080842E410100000000000000");
        var entry = new RollupQueueEntry { SiteId = 7, Id = Guid.CreateVersion7(Now), Count = 2, Packed = packed };
        RollupDelta[] expected = [Deltas[0], Deltas[2] with { SiteId = 7 }];
        Assert.Equivalent(expected, entry.Unpack(), strict: true);
    }

    [Fact]
    public void An_entry_of_another_layout_is_refused_by_its_name()
    {
        var entry = Assert.Single(RollupQueueEntry.Pack(Deltas[..1], Now));
        entry.Packed[0]++;
        Assert.Contains($"{entry.Id}", Assert.Throws<InvalidDataException>(entry.Unpack).Message, StringComparison.Ordinal);
    }
}
