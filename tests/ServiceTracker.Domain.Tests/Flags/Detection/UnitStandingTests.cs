using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class UnitStandingTests
{
    private static readonly DateOnly NextMonday = Monday.AddDays(7 * 26);

    [Fact]
    public void Stable_and_above_target_is_reliable() => Expect(
        ConsistencyClass.Reliable,
        "As usual: all basics met in 90.0% of 1125 interactions, 88.9% of 45 in the last eight weeks; the target is 90.0%.",
        After(130, every: 10), target: 0.9);

    [Fact]
    public void Stable_and_below_target_is_steady_below() => Expect(
        ConsistencyClass.SteadyBelow,
        "As usual: all basics met in 90.0% of 1125 interactions, 88.9% of 45 in the last eight weeks; " +
        "that is steady, and below the target of 95.0%.",
        After(130, every: 10), target: 0.95);

    [Fact]
    public void Without_a_target_stable_is_reliable() => Expect(
        ConsistencyClass.Reliable,
        "As usual: all basics met in 90.0% of 1125 interactions, 100.0% of 1 in the last eight weeks.",
        After(125, every: 10), target: null);

    [Theory]
    [InlineData(DetectionKind.Lower, ConsistencyClass.Slipping)]
    [InlineData(DetectionKind.Basic, ConsistencyClass.Slipping)]
    [InlineData(DetectionKind.Erratic, ConsistencyClass.Erratic)]
    [InlineData(DetectionKind.Better, ConsistencyClass.Improving)]
    public void An_open_flag_gives_the_class_and_the_sentence(DetectionKind kind, ConsistencyClass expected)
    {
        var flag = Flag(kind);
        Expect(expected, flag.Latest.Sentence(j => $"Basic {j}"), After(130, every: 10), 0.9, flag);
    }

    [Fact]
    public void A_critical_miss_is_a_fact_of_one_interaction_and_leaves_the_class() =>
        Assert.Equal(
            ConsistencyClass.Reliable, UnitStanding.Of(After(130, 10), NextMonday, Flag(DetectionKind.Critical), 0.9, _ => "").Class);

    [Fact]
    public void Under_13_weeks_it_is_not_enough_yet() => Expect(
        ConsistencyClass.NotEnoughYet, "Not enough yet: 6 weeks with interactions, 13 are needed.", After(30, every: 10), 0.9,
        today: Monday.AddDays(6 * 7 + 6));

    [Fact]
    public void Under_13_weeks_a_flag_is_still_told()
    {
        var flag = Flag(DetectionKind.Lower);
        Expect(
            ConsistencyClass.NotEnoughYet,
            "Not enough yet: 6 weeks with interactions, 13 are needed. " + flag.Latest.Sentence(_ => ""),
            After(30, every: 10), 0.9, flag, Monday.AddDays(42));
    }

    [Fact]
    public void Under_ten_interactions_it_is_not_enough_yet() => Expect(
        ConsistencyClass.NotEnoughYet, "Not enough yet: 9 scored interactions, 10 are needed.", After(1, every: 10), 0.9);

    [Fact]
    public void Nothing_at_all_is_not_enough_yet() => Expect(
        ConsistencyClass.NotEnoughYet, "Not enough yet: 0 scored interactions, 10 are needed.", new ChangeDetector(1), 0.9);

    private static UnitFlag Flag(DetectionKind kind) => new(
        new()
        {
            Label = new(kind, kind is DetectionKind.Basic or DetectionKind.Critical ? 0 : null),
            Interaction = Guid.Empty,
            OccurredAt = default,
            BusinessDate = NextMonday,
            Since = Monday,
            N = 40,
            K = 10,
            UsualMissRate = 0.1,
        },
        null,
        []);

    private static ChangeDetector After(int days, int every)
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(days, 9, every), Terms());
        if (days == 125) detector.AdvanceAll(Day(NextMonday, "m"), Terms());
        return detector;
    }

    private static void Expect(
        ConsistencyClass expected, string sentence, ChangeDetector detector, double? target, UnitFlag? flag = null,
        DateOnly? today = null) =>
        Assert.Equal(new Standing(expected, sentence), UnitStanding.Of(detector, today ?? NextMonday, flag, target, j => $"Basic {j}"));
}
