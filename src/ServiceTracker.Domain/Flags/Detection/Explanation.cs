namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>The explanations of "something changed" that a detector weighs against "as usual".</summary>
public enum Explanation
{
    /// <summary>The odds of a miss are <see cref="ExplanationWeights.LowerOdds"/> times the usual ones.</summary>
    Lower,

    /// <summary>The odds of a miss are <see cref="ExplanationWeights.MuchLowerOdds"/> times the usual ones.</summary>
    MuchLower,

    /// <summary>One basic is missed at <see cref="ExplanationWeights.OneBasicOdds"/> times its usual odds, the others are as
    /// usual.</summary>
    OneBasic,

    /// <summary>The same level, with good days and bad days: <see cref="ExplanationWeights.ErraticVariation"/> instead of the usual
    /// variation.</summary>
    Erratic,

    /// <summary>The odds of a miss are the usual ones divided by <see cref="ExplanationWeights.LowerOdds"/>.</summary>
    Better,
}
