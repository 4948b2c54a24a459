namespace ServiceTracker.Domain.Flags;

/// <summary>Something that a step of the work on a flag cannot be taken without.</summary>
public enum FlagStepNeed
{
    /// <summary>What it turned out to be.</summary>
    Finding,

    /// <summary>What is being done.</summary>
    Action,

    /// <summary>When to look again.</summary>
    LookAgainOn,

    /// <summary>Why nothing more is to be done, where no data say so.</summary>
    Reason,
}
