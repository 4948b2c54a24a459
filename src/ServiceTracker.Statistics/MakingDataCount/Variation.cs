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
