namespace ServiceTracker.Domain.Reports;

/// <summary>One revision of a site's sealed week. Nothing of it is ever changed.</summary>
public sealed class WeekSeal
{
    public int SiteId { get; init; }

    /// <summary>The week's Monday.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>1 for the first one, and so on.</summary>
    public int Revision { get; init; }

    /// <summary>Counts the seals of the site over all weeks, from 1: the links of its chain.</summary>
    public long Number { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime SealedAt { get; init; }

    /// <summary>UTC instant at which the schedule was to seal it.</summary>
    public DateTime DueAt { get; init; }

    /// <summary>It came an hour or more after it was due, as where no server ran then.</summary>
    public bool IsLate { get; init; }

    /// <summary>Who had it sealed: the schedule, an account or a token.</summary>
    public required string By { get; init; }

    /// <summary>The same as people know them.</summary>
    public required string ByName { get; init; }

    /// <summary>JSON that says all of this with the hashes of the files, and names the hash of the receipt before it.</summary>
    public required string Receipt { get; init; }

    /// <summary>SHA-256 of the receipt in UTF-8, in small hexadecimal digits.</summary>
    public required string ReceiptHash { get; init; }

    /// <summary>The hash of the receipt before it in the chain of its site; null of the first.</summary>
    public string? PreviousHash { get; init; }
}
