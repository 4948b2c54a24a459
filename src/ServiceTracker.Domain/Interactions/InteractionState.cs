namespace ServiceTracker.Domain.Interactions;

/// <summary>Whether an interaction enters the figures.</summary>
public enum InteractionState
{
    Counted,
    Excluded,

    /// <summary>Other evidence on the same contact counts; this one is part of it and in no figure by itself.</summary>
    SameContact,
}
