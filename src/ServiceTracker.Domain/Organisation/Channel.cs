namespace ServiceTracker.Domain.Organisation;

/// <summary>A way in which customers are served.</summary>
public sealed class Channel
{
    public int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; set; }
    public ChannelKind Kind { get; set; }

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;
}
