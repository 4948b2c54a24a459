namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// How much of the evidence each explanation brings in; the weights sum to 1. A weighted mean of e-detectors is an e-detector again
/// (J. Shin, A. Ramdas, A. Rinaldo, E-detectors: a nonparametric framework for sequential change detection, 2022, section 2.3),
/// so the weights decide delays and never the rate of false flags.
/// </summary>
/// <param name="Lower">Weight of <see cref="Explanation.Lower"/>.</param>
/// <param name="MuchLower">Weight of <see cref="Explanation.MuchLower"/>.</param>
/// <param name="OneBasic">Weight of <see cref="Explanation.OneBasic"/>, split equally over the unit's basics.</param>
/// <param name="Erratic">Weight of <see cref="Explanation.Erratic"/>.</param>
/// <param name="Better">Weight of <see cref="Explanation.Better"/>.</param>
public readonly record struct ExplanationWeights(double Lower, double MuchLower, double OneBasic, double Erratic, double Better)
{
    /// <summary>Factor on the odds of a miss in "lower", and its reciprocal in "better": 0.90 becomes 0.80.</summary>
    public const double LowerOdds = 2.25;

    /// <summary>Factor on the odds of a miss in "much lower": 0.90 becomes 0.69.</summary>
    public const double MuchLowerOdds = 4;

    /// <summary>
    /// Factor on the odds of a miss in a collapse: 0.90 becomes 0.36. It has no part in the evidence, only in the label: when nearly
    /// everything is missed, a row of bad days explains it better than "much lower" does, and "good days and bad days" would be the wrong
    /// name.
    /// </summary>
    public const double CollapseOdds = 16;

    /// <summary>Factor on the odds of a miss of the one basic that slips.</summary>
    public const double OneBasicOdds = 8;

    /// <summary>Intra-day correlation ρ₁ of "erratic", 0 to 1.</summary>
    public const double ErraticVariation = 0.20;

    /// <summary>Interactions a week from which "erratic" is watched. Below it, it would take months, and its weight is better spent
    /// elsewhere.</summary>
    public const double ErraticFromPerWeek = 15;

    /// <summary>All five explanations.</summary>
    public static ExplanationWeights All { get; } = new(0.45, 0.09, 0.17, 0.25, 0.04);

    /// <summary>Without "erratic".</summary>
    public static ExplanationWeights WithoutErratic { get; } = new(0.60, 0.15, 0.20, 0, 0.05);

    /// <summary>Half the width of the band around <see cref="ErraticFromPerWeek"/> in which a unit keeps the weights that it has, as a
    /// share of it.</summary>
    public const double DeadBand = 0.1;

    /// <summary>Whether none is below 0 and together they are 1.</summary>
    public bool AreShares => Lower >= 0 && MuchLower >= 0 && OneBasic >= 0 && Erratic >= 0 && Better >= 0
        && Math.Abs(Lower + MuchLower + OneBasic + Erratic + Better - 1) < 1e-9;

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
        if (before is { } had) border *= had.Erratic > 0 ? 1 - DeadBand : 1 + DeadBand;
        return perWeek < border ? WithoutErratic : All;
    }
}
