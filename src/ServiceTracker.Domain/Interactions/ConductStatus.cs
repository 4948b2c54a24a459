namespace ServiceTracker.Domain.Interactions;

/// <summary>How far it is that an interaction leaves the figures for the customer's conduct.</summary>
public enum ConductStatus
{
    /// <summary>Somebody says so; it counts as before.</summary>
    Proposed,

    /// <summary>A manager agrees; it counts in the safety report alone.</summary>
    Confirmed,
}
