namespace ServiceTracker.Domain.Recovery;

/// <summary>Something that a step of a case cannot be taken without.</summary>
public enum RecoveryNeed
{
    /// <summary>What the customer was told.</summary>
    Words,

    /// <summary>What got in the way; that it is not known is no cause.</summary>
    Cause,

    /// <summary>What is being done about it.</summary>
    Steps,

    /// <summary>The day of the follow-up.</summary>
    DueOn,

    /// <summary>How it ended.</summary>
    Outcome,
}
