using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Scoring;

public class ScoreExplanationTests
{
    private const long Greeted = 1, Identity = 2, Wait = 4, PhoneOnly = 8, All = 15;

    private static readonly Baseline Basics = new()
    {
        Number = 1,
        Name = "Basics",
        Expectations =
        [
            new() { Bit = 0, Code = "greeted", Question = "Greeted?", Weight = 5 },
            new() { Bit = 1, Code = "identity", Question = "Identity checked?", Weight = 3, Critical = true },
            new() { Bit = 2, Code = "wait", Question = "Wait", Kind = ExpectationKind.Measure, Unit = "seconds", Target = 60, Weight = 2 },
            new() { Bit = 3, Code = "callback", Question = "Call-back offered?", Channels = ["phone"] },
        ],
    };

    [Fact]
    public void Lines_add_up_to_the_score_and_the_sum_can_be_done_by_hand()
    {
        var how = Explain(met: Greeted | Wait, na: PhoneOnly, measures: [42]);

        Assert.Equal("100 × 7 / 10 = 70.00", how.Sum);
        Assert.Equal(how.Score.WeightMet, how.Lines.Sum(l => l.WeightMet));
        Assert.Equal(how.Score.WeightApplicable, how.Lines.Sum(l => l.Weight));
        Assert.Equal(42, how.Lines[2].Value);
    }

    [Fact]
    public void Only_a_missed_critical_basic_is_a_critical_miss()
    {
        var how = Explain(met: Greeted | Wait, na: PhoneOnly, measures: [42]);

        Assert.Equal("identity", Assert.Single(how.Lines, l => l.IsCriticalMiss).Expectation.Code);
        Assert.True(how.Score.CriticalMissed);
        Assert.DoesNotContain(Explain(met: Greeted, na: All & ~Greeted).Lines, l => l.IsCriticalMiss);
    }

    [Fact]
    public void What_is_not_applicable_says_why_and_adds_nothing()
    {
        var how = Explain(met: Greeted, na: Identity | Wait | PhoneOnly, measures: [0]);

        Assert.Equal(
            [null, NotApplicableReason.Answered, NotApplicableReason.NotMeasured, NotApplicableReason.OtherChannel],
            how.Lines.Select(l => l.WhyNot));
        Assert.All(how.Lines.Skip(1), l => Assert.Equal((null, null, null), (l.Weight, l.WeightMet, l.Value)));
        Assert.Equal("100 × 5 / 5 = 100.00", how.Sum);
    }

    [Fact]
    public void Nothing_applicable_has_no_sum() => Assert.Null(Explain(met: 0, na: All).Sum);

    [Theory]
    [InlineData(Identity, 0L, ObservationResult.Held)]
    [InlineData(0L, Identity, ObservationResult.Excused)]
    public void Held_and_excused_weigh_as_misses(long held, long excused, ObservationResult result)
    {
        var line = Explain(met: Greeted, na: Wait | PhoneOnly, held: held, excused: excused).Lines[1];

        Assert.Equal((result, 3, 0), (line.Result, line.Weight, line.WeightMet));
    }

    private static ScoreExplanation Explain(long met, long na, double[]? measures = null, long held = 0, long excused = 0) =>
        ScoreExplanation.Of(
        new Interaction
        {
            RecordedBy = "import",
            RequestHash = [],
            Met = met,
            Na = na,
            Measures = measures,
            Held = held,
            Excused = excused,
        },
        Basics,
        "counter");
}
