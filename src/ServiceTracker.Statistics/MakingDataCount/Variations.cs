using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.MakingDataCount;

/// <summary>Reads signals by the direction that is better.</summary>
public static class Variations
{
    /// <summary>What a signal says; null is common cause.</summary>
    public static Variation Of(SignalDirection? signal, ImprovementDirection better) => (signal, better) switch
    {
        (null, _) => Variation.CommonCause,
        (SignalDirection.Neither, _) => Variation.SpecialCauseSpread,
        (SignalDirection.High, ImprovementDirection.Neutral) => Variation.SpecialCauseNeutralHigh,
        (SignalDirection.Low, ImprovementDirection.Neutral) => Variation.SpecialCauseNeutralLow,
        (SignalDirection.High, ImprovementDirection.Increase) or (SignalDirection.Low, ImprovementDirection.Decrease) =>
            Variation.SpecialCauseImprovement,
        _ => Variation.SpecialCauseConcern,
    };
}
