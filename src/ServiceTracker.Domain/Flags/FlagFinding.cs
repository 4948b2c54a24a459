namespace ServiceTracker.Domain.Flags;

/// <summary>What a flag turned out to be. Stored as a number: the order is fixed.</summary>
public enum FlagFinding
{
    /// <summary>Something about how one person works.</summary>
    Person,

    /// <summary>Something about the channel.</summary>
    Channel,

    /// <summary>Something about how the work is set up.</summary>
    System,

    /// <summary>The data are wrong.</summary>
    DataError,

    /// <summary>Nothing: chance.</summary>
    Chance,
}
