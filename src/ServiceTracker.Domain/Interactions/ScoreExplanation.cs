using System.Globalization;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Interactions;

/// <summary>Why an expectation leaves numerator and denominator.</summary>
public enum NotApplicableReason
{
    /// <summary>Customers on this channel cannot count on it.</summary>
    OtherChannel,

    /// <summary>A measure that was not taken.</summary>
    NotMeasured,

    /// <summary>It was answered "not applicable", or not at all.</summary>
    Answered,
}

/// <summary>How one interaction was scored, line by line, so that anybody can do the sum again by hand.</summary>
/// <param name="Lines">Every expectation of the baseline, in its order.</param>
/// <param name="Score">What they come to.</param>
public sealed record ScoreExplanation(IReadOnlyList<ScoreLine> Lines, Score Score)
{
    /// <summary>The sum, such as "100 × 7 / 8 = 87.50"; null when unscored.</summary>
    public string? Sum => Score.BasicsScore is { } score
        ? string.Create(CultureInfo.InvariantCulture, $"100 × {Score.WeightMet} / {Score.WeightApplicable} = {score:0.00}")
        : null;

    /// <summary>Explains an interaction.</summary>
    /// <param name="interaction">The interaction.</param>
    /// <param name="baseline">The baseline it was scored by.</param>
    /// <param name="channel">Code of its channel.</param>
    public static ScoreExplanation Of(Interaction interaction, Baseline baseline, string channel) => new(
        [.. baseline.Expectations.OrderBy(e => e.Bit).Select(e => Line(interaction, baseline, e, channel))],
        Score.Of(baseline, interaction.Met, interaction.Na));

    private static ScoreLine Line(Interaction interaction, Baseline baseline, Expectation expectation, string channel)
    {
        var result = interaction.ResultOf(expectation);
        if (result == ObservationResult.Na) return new ScoreLine(expectation, result, null, null, null, WhyNot(expectation, channel));
        var value = expectation.Kind == ExpectationKind.Measure ? interaction.ValueOf(baseline, expectation) : null;
        // Held and excused are misses of the process.
        return new ScoreLine(
            expectation, result, value, expectation.Weight, result == ObservationResult.Met ? expectation.Weight : 0, null);
    }

    private static NotApplicableReason WhyNot(Expectation expectation, string channel) =>
        !expectation.AppliesTo(channel) ? NotApplicableReason.OtherChannel
        : expectation.Kind == ExpectationKind.Measure ? NotApplicableReason.NotMeasured
        : NotApplicableReason.Answered;
}
