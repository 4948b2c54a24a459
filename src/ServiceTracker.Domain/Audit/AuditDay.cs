namespace ServiceTracker.Domain.Audit;

/// <summary>One link of the chain by which the audit record cannot be changed unseen: a UTC date with what was recorded on it.</summary>
public sealed class AuditDay
{
    /// <summary>UTC date.</summary>
    public DateOnly Day { get; init; }

    /// <summary>How many lines it holds: those of its date, and such of earlier dates as came after theirs was closed.</summary>
    public int Entries { get; set; }

    /// <summary>SHA-256 of the link before it, this date and the digests of its lines, see <see cref="AuditChain.Link"/>.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>UTC instant at which it was made.</summary>
    public DateTime SealedAt { get; init; }
}
