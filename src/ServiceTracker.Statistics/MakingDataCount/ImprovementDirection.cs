namespace ServiceTracker.Statistics.MakingDataCount;

/// <summary>Which way is better.</summary>
public enum ImprovementDirection
{
    /// <summary>Higher values are better.</summary>
    Increase,

    /// <summary>Lower values are better.</summary>
    Decrease,

    /// <summary>Neither is better.</summary>
    Neutral,
}
