namespace ServiceTracker.Domain.Reports;

/// <summary>That somebody wants a week that was delivered sealed anew before its time, for which a second person has to agree.</summary>
public sealed class SealApproval
{
    public int SiteId { get; init; }

    public Guid Id { get; init; }

    /// <summary>The week's Monday.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>The newest revision when it was asked for; where there is a later one, there is nothing to agree to any more.</summary>
    public int Revision { get; init; }

    /// <summary>Who asked: an account or a token.</summary>
    public required string AskedBy { get; init; }

    /// <summary>The same as people know them.</summary>
    public required string AskedByName { get; init; }

    /// <summary>The staff member that account or token belongs to, where it does.</summary>
    public int? AskedByStaffId { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime AskedAt { get; init; }

    /// <summary>The account that agreed; null while nobody did.</summary>
    public string? GivenBy { get; set; }
}
