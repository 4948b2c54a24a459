namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>The watch over one person (or over the site as a whole) at the end of a business day, as it is kept.</summary>
public sealed class WatchSnapshot
{
    public int SiteId { get; init; }

    /// <summary>The business day at whose end it stands.</summary>
    public DateOnly Date { get; init; }

    /// <summary>The person; 0 for the site as a whole.</summary>
    public int StaffId { get; init; }

    /// <summary>The state, packed.</summary>
    public byte[] Packed { get; set; } = [];
}
