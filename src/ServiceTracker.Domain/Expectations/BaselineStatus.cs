namespace ServiceTracker.Domain.Expectations;

/// <summary>Where a baseline stands on a day.</summary>
public enum BaselineStatus
{
    /// <summary>May still be edited; nothing is scored by it.</summary>
    Draft,

    /// <summary>Frozen, and in force or about to be.</summary>
    Published,

    /// <summary>Frozen, and a later one has taken its place.</summary>
    Superseded,
}
