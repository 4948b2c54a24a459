namespace ServiceTracker.Domain.Reports;

/// <summary>A file of a sealed week.</summary>
public sealed class SealedFile
{
    public int SiteId { get; init; }

    /// <summary>The week's Monday.</summary>
    public DateOnly WeekStart { get; init; }

    public int Revision { get; init; }

    /// <summary>Its plain name, such as <c>consistency.csv</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Rows without the header.</summary>
    public long Rows { get; init; }

    /// <summary>Bytes of the file as it is given out.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of these bytes, in small hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
