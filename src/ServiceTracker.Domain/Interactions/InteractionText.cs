namespace ServiceTracker.Domain.Interactions;

/// <summary>What was written about an interaction.</summary>
public sealed class InteractionText
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }

    /// <summary>A note by the one who logged it.</summary>
    public string? Note { get; init; }

    /// <summary>What the customer said.</summary>
    public string? Comment { get; init; }
}
