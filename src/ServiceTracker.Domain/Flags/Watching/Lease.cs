namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>Work that one server at a time does: who does it, and until when unless they say so again.</summary>
public sealed class Lease
{
    public required string Name { get; init; }
    public Guid Holder { get; set; }

    /// <summary>UTC instant.</summary>
    public DateTime Until { get; set; }
}
