namespace ServiceTracker.Domain.Interactions;

/// <summary>What was done to a stored interaction.</summary>
public enum RevisionKind
{
    Corrected,
    Excluded,
    Restored,
    Disputed,
    Ruled,
}
