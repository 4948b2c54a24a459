namespace ServiceTracker.Domain.Interactions;

/// <summary>A moment beyond the basics.</summary>
public sealed class StandOut
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }

    /// <summary>0 for the first of an interaction.</summary>
    public short Position { get; init; }

    public StandOutKind Kind { get; init; }
    public string? Note { get; init; }
}
