using System.Collections.Immutable;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// How much of the evidence each explanation brings in; the weights sum to 1. A weighted mean of e-detectors is an e-detector again
/// (J. Shin, A. Ramdas, A. Rinaldo, E-detectors: a nonparametric framework for sequential change detection, 2022, section 2.3),
/// so the weights decide delays and never the rate of false flags.
/// </summary>
/// <param name="Shares">In the order of <see cref="Explanation.All"/>, 0 to 1; that of <see cref="Explanation.OneBasic"/> is split equally
/// over the unit's basics.</param>
public readonly record struct ExplanationWeights(params ImmutableArray<double> Shares)
{
    /// <summary>Interactions a week from which "erratic" is watched. Below it, it would take months, and its weight is better spent
    /// elsewhere.</summary>
    public const double ErraticFromPerWeek = 15;

    /// <summary>Half the width of the band around <see cref="ErraticFromPerWeek"/> in which a unit keeps the weights that it has, as a
    /// share of it.</summary>
    public const double DeadBand = 0.1;

    /// <summary>Those of the table.</summary>
    public static ExplanationWeights All { get; } = new([.. Explanation.All.Select(e => e.Weight)]);

    /// <summary>Without "erratic".</summary>
    public static ExplanationWeights WithoutErratic { get; } = new([.. Explanation.All.Select(e => e.WeightWithoutErratic)]);

    /// <summary>Whether there is one for each explanation, none is below 0 and together they are 1.</summary>
    public bool AreShares => !Shares.IsDefault && Shares.Length == Explanation.All.Length && Shares.All(w => w >= 0)
        && Math.Abs(Shares.Sum() - 1) < 1e-9;

    /// <summary>Weight of an explanation of the table.</summary>
    public double this[Explanation of] => Shares[Explanation.All.IndexOf(of)];

    /// <summary>
    /// The weights for a unit of this many counted interactions in its usual week. A unit of about fifteen a week would change its weights
    /// from week to week, and what "erratic" has summed up would come into the evidence and go again: within 10 % of the border it keeps
    /// those it has.
    /// </summary>
    /// <param name="perWeek">Counted interactions of a usual week, 0 or more.</param>
    /// <param name="before">The weights that the unit has; null: none yet.</param>
    public static ExplanationWeights For(double perWeek, ExplanationWeights? before = null)
    {
        var border = ErraticFromPerWeek;
        if (before is { } had) border *= had[Explanation.Erratic] > 0 ? 1 - DeadBand : 1 + DeadBand;
        return perWeek < border ? WithoutErratic : All;
    }

    /// <summary>Whether all weights are the same.</summary>
    public bool Equals(ExplanationWeights other) => Shares.AsSpan().SequenceEqual(other.Shares.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Shares.IsDefaultOrEmpty ? 0 : Shares[0].GetHashCode();
}
