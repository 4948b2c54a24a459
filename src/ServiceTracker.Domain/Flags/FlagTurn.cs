namespace ServiceTracker.Domain.Flags;

/// <summary>Why a flag has its place in the list of what needs somebody today, from most to least urgent.</summary>
public enum FlagTurn
{
    /// <summary>A critical basic was missed, and nobody has looked yet.</summary>
    NewCritical,

    /// <summary>The day to look again has come.</summary>
    Due,

    /// <summary>Nobody has looked yet.</summary>
    New,

    /// <summary>Somebody looks into it.</summary>
    Looking,

    /// <summary>Something is being done.</summary>
    Acting,

    /// <summary>It is watched, and its day has not come.</summary>
    Watching,

    /// <summary>Nothing more is to be done.</summary>
    Closed,
}
