namespace ServiceTracker.Domain.Interactions;

/// <summary>What got in the way of one missed basic.</summary>
public sealed class MissCause
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }

    /// <summary>The expectation's bit in the interaction's baseline.</summary>
    public short Bit { get; init; }

    public Cause Cause { get; init; }
}
