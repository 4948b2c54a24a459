namespace ServiceTracker.Domain.Disputes;

/// <summary>What became of a dispute.</summary>
public enum DisputeStatus
{
    /// <summary>Nobody has ruled on it: the miss is held.</summary>
    Open,

    /// <summary>The miss stays the person's.</summary>
    Stands,

    /// <summary>The miss was not the person's doing; it stays one of the process.</summary>
    Excused,

    /// <summary>A correction took the miss away, or made it somebody else's, before anybody ruled.</summary>
    Overtaken,
}
