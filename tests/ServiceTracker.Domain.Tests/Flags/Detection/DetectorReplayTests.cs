using System.Text.Json;
using FsCheck.Fluent;
using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class DetectorReplayTests
{
    private static readonly DateOnly NextMonday = Monday.AddDays(7 * 26);
    private static readonly DetectorTerms Year = Terms(threshold: 2340) with { SiteMissRate = 0.1 };

    [Fact]
    public void The_order_in_which_history_arrives_does_not_matter()
    {
        var shuffled = from stream in Streams
                       from order in Gen.Shuffle(stream.Observations)
                       select (
            stream.Basics, stream.Observations, Order: order);
        shuffled.Always(x =>
        {
            var terms = Terms(x.Basics, threshold: 40, variation: 0.02);
            var straight = DetectorReplay.Run(x.Basics, x.Observations, _ => terms);
            var other = DetectorReplay.Run(x.Basics, x.Order, _ => terms);

            Assert.Equal(straight.Signals, other.Signals);
            Assert.Equal(JsonSerializer.Serialize(straight.State), JsonSerializer.Serialize(other.State));
        });
    }

    [Fact]
    public void Replaying_from_a_kept_state_is_replaying_from_the_start()
    {
        var cuts = from stream in Streams
                   from cut in Gen.Choose(0, stream.Observations.Length)
                   select (
            stream.Basics, stream.Observations, Cut: cut);
        cuts.Always(x =>
        {
            var terms = Terms(x.Basics, threshold: 40, variation: 0.02);
            var whole = DetectorReplay.Run(x.Basics, x.Observations, _ => terms);
            var first = DetectorReplay.Run(x.Basics, x.Observations.Take(x.Cut), _ => terms);
            var rest = DetectorReplay.Run(first.State, x.Observations.Skip(x.Cut), _ => terms);

            Assert.Equal(whole.Signals, first.Signals.Concat(rest.Signals));
        });
    }

    [Fact]
    public void An_upheld_dispute_takes_the_flag_away_and_nothing_else_is_touched()
    {
        var told = History(ThreeWeeks());
        var flag = Assert.Single(told.Latest);
        // Every second miss of the bad weeks is excused.
        var ruled = ThreeWeeks()
            .Select((o, i) => o.AnyMissed && i % 2 == 0 && o.BusinessDate >= NextMonday ? o with { Missed = 0, Applicable = 0 } : o);

        var changes = DetectorReplay.Differences(told, History(ruled));

        Assert.Equal(new SignalChange(SignalDifference.Gone, flag, null), Assert.Single(changes));
        Assert.Empty(DetectorReplay.Differences(told, History(ThreeWeeks())));
    }

    [Fact]
    public void A_late_miss_moves_the_flag_to_an_earlier_interaction()
    {
        var told = History(ThreeWeeks());
        var late = Day(NextMonday, "xxxx")
            .Select((o, i) => o with { Interaction = Id(NextMonday, 100 + i), OccurredAt = o.OccurredAt.AddHours(3) });

        var change = DetectorReplay.Differences(told, History(ThreeWeeks().Concat(late)))[0];

        Assert.Equal((SignalDifference.Moved, told.Latest[0]), (change.Kind, change.Before));
        Assert.True(change.After!.OccurredAt < change.Before!.OccurredAt);
    }

    [Fact]
    public void Late_misses_can_bring_a_flag_that_was_not_there()
    {
        var quiet = Regular(130, 9, 10).Concat(Regular(10, 9, 10, from: NextMonday)).ToArray();
        var late = WorkingDays(10, NextMonday).SelectMany(d =>
            Day(d, "xxx").Select((o, i) => o with { Interaction = Id(d, 100 + i), OccurredAt = o.OccurredAt.AddHours(3) }));

        var change = Assert.Single(DetectorReplay.Differences(History(quiet), History(quiet.Concat(late))));

        Assert.Equal((SignalDifference.New, (DetectorSignal?)null), (change.Kind, change.Before));
    }

    [Fact]
    public void The_same_flag_under_another_label_is_told_as_such()
    {
        var before = History(ThreeWeeks());
        var other = before with { Signals = [.. before.Signals.Select(s => s with { Label = new(DetectionKind.Erratic) })] };

        Assert.Equal(SignalDifference.Relabelled, Assert.Single(DetectorReplay.Differences(before, other)).Kind);
    }

    [Fact]
    public void Critical_misses_are_told_one_by_one_with_their_interaction()
    {
        var history = DetectorReplay.Run(3, Day(Monday, "m46m", 3), _ => Terms(3) with { Critical = 0b110 });

        Assert.Equal(
            [(Id(Monday, 1), 2), (Id(Monday, 2), 1), (Id(Monday, 2), 2)],
            history.CriticalMisses.Select(s => (s.Interaction, s.Label.Basic!.Value)));
    }

    [Fact]
    public void A_new_baseline_in_the_middle_begins_its_segment_on_its_date()
    {
        var before = Regular(130, 9, 10);
        var after = WorkingDays(60, NextMonday).SelectMany((d, i) => Day(d, i % 2 == 0 ? "m2m2m2m2x" : "2m2m2m2m2", 2));
        var terms = Year with { Basics = 1 };
        var both = Year with { Basics = 3, SiteMissRate = null };

        var history = DetectorReplay.Run(1, before.Concat(after), d => d < NextMonday ? terms : both, [new(NextMonday, [0, -1])]);

        Assert.Empty(history.Signals);
        Assert.Equal(2, history.State.BasicSums.Length);
        Assert.Equal(540, history.State.Interactions);
    }

    private static DetectorObservation[] ThreeWeeks() =>
        [.. Regular(130, 9, 10), .. Regular(10, 9, 3, from: NextMonday), .. Regular(15, 9, 10, from: NextMonday.AddDays(14))];

    private static DetectorHistory History(IEnumerable<DetectorObservation> observations) => DetectorReplay.Run(1, observations, _ => Year);
}
