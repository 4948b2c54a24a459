namespace ServiceTracker.Statistics.MakingDataCount;

/// <summary>Whether a target will be met if nothing changes.</summary>
public enum Assurance
{
    /// <summary>The target lies within the limits: met sometimes, missed sometimes, by chance.</summary>
    Inconsistent,

    /// <summary>The target lies on the good side of the limits: met every time.</summary>
    ConsistentPass,

    /// <summary>The target lies beyond what the process can do: missed every time.</summary>
    ConsistentFail,
}
