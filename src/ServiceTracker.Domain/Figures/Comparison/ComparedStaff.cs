using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>One person in a comparison round.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="K">Scored interactions in which all basics were met, where colleagues work too.</param>
/// <param name="N">Scored interactions where colleagues work too.</param>
/// <param name="Alone">Scored interactions where nobody else works: they are compared with nothing.</param>
/// <param name="Expected">The rate that colleagues would have had in the same surroundings, 0 to 1; null when there is not enough
/// yet.</param>
/// <param name="ShrunkenRate">The rate to expect of the person, 0 to 1; null when there is not enough yet.</param>
/// <param name="Limits">
/// Between these rates a usual person in the same surroundings stays: below the lower one a person is named, above the upper one lie 0.1 %;
/// null when there is not enough yet.
/// </param>
/// <param name="LowerTail">Chance that a usual person does as badly or worse, 0 to 1; null when there is not enough yet.</param>
/// <param name="OutlyingProbability">Chance that the person is not one of the usual ones, 0 to 1; null when there is not enough
/// yet.</param>
/// <param name="IsNamed">So unlikely among usual people that it is to be looked into.</param>
/// <param name="TooFew">How many people there are, where these are too few to tell one apart; else null.</param>
public sealed record ComparedStaff(
    string Staff, long K, long N, long Alone, double? Expected, double? ShrunkenRate, FunnelLimits? Limits, double? LowerTail,
    double? OutlyingProbability,
    bool IsNamed, int? TooFew)
{
    /// <summary>Outside the limits, on either side.</summary>
    public bool IsOutside => IsNamed || IsBetter;

    /// <summary>The comparison in one sentence or three.</summary>
    public string Sentence => SentenceOf(null);

    /// <summary>The same where one basic alone was compared.</summary>
    /// <param name="basic">The basic's question without its mark; null for all of them.</param>
    public string SentenceOf(string? basic)
    {
        if (Limits is not { } limits)
            return Alone > N
                ? $"Nobody else works there: {Alone} interactions are compared with nothing." : $"Not enough yet: {N} interactions.";
        var alone = Alone == 0 ? "" : $" {Alone} more, where nobody else works, are compared with nothing.";
        var shown =
            $"{(basic is null ? "All basics" : $"“{basic}”")} met in {PercentText.Of((double)K / N)} of {N} interactions; "
            + $"colleagues on the same channels in the same weeks met {(basic is null ? "them" : "it")} in "
            + $"{PercentText.Of(Expected!.Value)}.{alone}";
        if (TooFew is { } people) return $"{shown} Among {people} people nobody can be told apart yet.";
        return $"{shown} With as many the usual is {PercentText.Of(limits.Lower)} to {PercentText.Of(limits.Upper)}. "
            + (IsNamed ? "This is lower than chance and the usual differences between people explain."
                : IsBetter ? "This is better than chance and the usual differences between people explain."
                : "This is within the usual differences.");
    }

    private bool IsBetter => TooFew is null && Limits is { } limits && (double)K / N > limits.Upper;
}
