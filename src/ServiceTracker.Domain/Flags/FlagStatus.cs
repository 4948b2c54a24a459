namespace ServiceTracker.Domain.Flags;

/// <summary>How far the work on a flag has come. Stored as a number: the order is fixed.</summary>
public enum FlagStatus
{
    /// <summary>Nobody has looked yet.</summary>
    New,

    /// <summary>Somebody looks into it.</summary>
    Looking,

    /// <summary>It is known what it is, and something is being done.</summary>
    Acting,

    /// <summary>Something was done, and it is watched whether it helps.</summary>
    Watching,

    /// <summary>Nothing more is to be done.</summary>
    Closed,
}
