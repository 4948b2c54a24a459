using System.Numerics;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Domain.Scoring;

/// <summary>
/// What one interaction scores under its baseline. Not applicable leaves numerator and denominator;
/// stand-outs are no input, so no number of them changes any of it.
/// </summary>
/// <param name="Met">Number of basics met.</param>
/// <param name="Applicable">Number of basics met or missed.</param>
/// <param name="WeightMet">Σ weight of the basics met.</param>
/// <param name="WeightApplicable">Σ weight of the basics met or missed.</param>
/// <param name="CriticalMissed">A critical basic was missed: the interaction counts as failed.</param>
public readonly record struct Score(int Met, int Applicable, int WeightMet, int WeightApplicable, bool CriticalMissed)
{
    /// <summary>Parts of a percent in <see cref="Scaled"/>: 100 % is 100 000 000, fine enough that a rounded mean is the mean's
    /// rounding.</summary>
    public const int ScaledPerPercent = 1_000_000;

    /// <summary>Something was applicable.</summary>
    public bool IsScored => Applicable > 0;

    /// <summary>Scored, and nothing was missed.</summary>
    public bool AllBasicsMet => IsScored && Met == Applicable;

    /// <summary>
    /// 100 × Σ weight(met) / Σ weight(met or missed), 0 to 100, rounded half up to 2 decimals for display;
    /// null ("unscored") when nothing was applicable.
    /// </summary>
    public decimal? BasicsScore => IsScored ? Math.Round(100m * WeightMet / WeightApplicable, 2, MidpointRounding.AwayFromZero) : null;

    /// <summary>
    /// The score in millionths of a percent, rounded half up: a whole number, so that sums over any number of interactions
    /// are exact and the order of adding does not matter. Zero when unscored.
    /// </summary>
    public long Scaled => IsScored ? (200L * ScaledPerPercent * WeightMet + WeightApplicable) / (2L * WeightApplicable) : 0;

    /// <summary>Scores observations kept as masks, one bit an expectation.</summary>
    /// <param name="baseline">The baseline that fixes which expectation is which bit.</param>
    /// <param name="met">Bits that were met.</param>
    /// <param name="notApplicable">Bits that leave the figures; they win over <paramref name="met"/>.</param>
    public static Score Of(Baseline baseline, long met, long notApplicable)
    {
        var applicable = baseline.AllBits & ~notApplicable;
        met &= applicable;
        int weightMet = 0, weightApplicable = 0;
        var criticalMissed = false;
        for (var rest = applicable; rest != 0; rest &= rest - 1)
        {
            var expectation = baseline.Expectations[BitOperations.TrailingZeroCount(rest)];
            weightApplicable += expectation.Weight;
            if ((met & expectation.Mask) != 0) weightMet += expectation.Weight;
            else criticalMissed |= expectation.Critical;
        }

        return new Score(
            BitOperations.PopCount((ulong)met), BitOperations.PopCount((ulong)applicable), weightMet, weightApplicable, criticalMissed);
    }
}
