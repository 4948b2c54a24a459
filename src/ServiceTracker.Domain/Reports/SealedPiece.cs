namespace ServiceTracker.Domain.Reports;

/// <summary>A part of a sealed file as it is kept, compressed: large files are never in memory as a whole.</summary>
public sealed class SealedPiece
{
    public int SiteId { get; init; }

    /// <summary>The week's Monday.</summary>
    public DateOnly WeekStart { get; init; }

    public int Revision { get; init; }

    /// <summary>The file.</summary>
    public required string Name { get; init; }

    /// <summary>From 0.</summary>
    public int Position { get; init; }

    /// <summary>Its bytes; together they are one Brotli stream.</summary>
    public byte[] Content { get; init; } = [];
}
