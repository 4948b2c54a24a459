using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Tests.Interactions;

public class InteractionTests
{
    [Fact]
    public void Each_observation_reads_back_as_it_was_given() => Arbitraries.Contacts.Always(contact =>
    {
        var interaction = Of(contact);

        Assert.Equal(contact.Results, contact.Baseline.Expectations.Select(interaction.ResultOf));
    });

    [Fact]
    public void A_pattern_carries_all_that_an_interaction_contributes() => Arbitraries.Contacts.Always(contact =>
        Assert.Equal(contact.Pattern, ObservationPattern.Of(Of(contact), contact.Baseline)));

    [Fact]
    public void The_kept_score_is_the_one_of_the_process() => Arbitraries.Contacts.Always(contact =>
        Assert.Equal(contact.Pattern.Score(Viewpoint.Process), Of(contact).Score));

    [Fact]
    public void A_measure_is_found_by_its_place_among_the_measures()
    {
        var baseline = new Baseline
        {
            Name = "Mixed",
            Expectations =
            [
                Of(0, ExpectationKind.Check), Of(1, ExpectationKind.Measure), Of(2, ExpectationKind.Check),
                Of(3, ExpectationKind.Measure), Of(4, ExpectationKind.Measure),
            ],
        };
        var interaction = new Interaction { RecordedBy = "import", RequestHash = [], Na = 0b01000, Measures = [42, 0, 7.5] };

        Assert.Equal(42, interaction.ValueOf(baseline, baseline.Expectations[1]));
        Assert.Null(interaction.ValueOf(baseline, baseline.Expectations[3]));
        Assert.Equal(7.5, interaction.ValueOf(baseline, baseline.Expectations[4]));
        Assert.Null(Interaction.ValueOf(baseline, baseline.Expectations[1], na: 0, measures: null));

        static Expectation Of(int bit, ExpectationKind kind) => new() { Bit = bit, Code = $"e{bit}", Question = "?", Kind = kind };
    }

    private static Interaction Of(Contact contact)
    {
        var pattern = contact.Pattern;
        var score = Score.Of(contact.Baseline, pattern.Met, pattern.Na);
        return new Interaction
        {
            RecordedBy = "import",
            RequestHash = [],
            Met = pattern.Met,
            Na = pattern.Na,
            Held = pattern.Held,
            Excused = pattern.Excused,
            MetCount = (short)score.Met,
            ApplicableCount = (short)score.Applicable,
            WeightMet = (short)score.WeightMet,
            WeightApplicable = (short)score.WeightApplicable,
            AllBasicsMet = score.AllBasicsMet,
            CriticalMissed = score.CriticalMissed,
            State = contact.State,
            StandOuts = (short)contact.StandOuts,
            Csat = (short?)contact.Csat,
        };
    }
}
