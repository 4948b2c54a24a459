using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.MakingDataCount;

/// <summary>What a point says about the process: chance, or something special.</summary>
public enum Variation
{
    /// <summary>Nothing but the usual variation.</summary>
    CommonCause,

    /// <summary>Special, and for the better.</summary>
    SpecialCauseImprovement,

    /// <summary>Special, and for the worse.</summary>
    SpecialCauseConcern,

    /// <summary>Special and high, where neither direction is better.</summary>
    SpecialCauseNeutralHigh,

    /// <summary>Special and low, where neither direction is better.</summary>
    SpecialCauseNeutralLow,

    /// <summary>Special in its spread, which points neither up nor down.</summary>
    SpecialCauseSpread,
}

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
