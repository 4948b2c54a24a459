namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>Days of people at a site whose interactions changed, waiting to be watched: what one transaction touched.</summary>
public sealed class DetectionQueueEntry
{
    public int SiteId { get; init; }

    /// <summary>Its own id, in order of time.</summary>
    public Guid Id { get; init; }

    /// <summary>The first business date of them.</summary>
    public DateOnly FirstDate { get; init; }

    /// <summary>The last one.</summary>
    public DateOnly LastDate { get; init; }
}
