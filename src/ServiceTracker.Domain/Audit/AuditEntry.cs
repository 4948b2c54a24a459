namespace ServiceTracker.Domain.Audit;

/// <summary>One line of the append-only record of who changed what.</summary>
public sealed class AuditEntry
{
    /// <summary>What stands in place of a name that was erased.</summary>
    public const string Erased = "erased";

    /// <summary>The site concerned; 0 for what belongs to the whole organisation.</summary>
    public int SiteId { get; init; }

    /// <summary>Version 7: in the order of time.</summary>
    public Guid Id { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime At { get; init; }

    /// <summary>Who did it: <c>user:</c>, <c>token:</c> or <c>command-line</c>.</summary>
    public required string By { get; init; }

    /// <summary>The person's or token's name at that time.</summary>
    public required string ByName { get; init; }

    /// <summary>From where: the caller's network address; absent on the command line and for what the program does by itself.</summary>
    public string? Origin { get; init; }

    /// <summary>What was done, such as <c>site.saved</c> or <c>baseline.published</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Code, number or id of the thing it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>The thing before, as JSON; absent when it is new.</summary>
    public string? Before { get; init; }

    /// <summary>The thing after, as JSON; absent when it is gone.</summary>
    public string? After { get; init; }

    /// <summary>The UTC date whose link of the chain holds it; null until that is made.</summary>
    public DateOnly? SealedOn { get; set; }

    /// <summary>Random bytes in <see cref="Digest"/>, so that nobody finds what was erased by trying values; erased with them.</summary>
    public byte[]? Salt { get; set; }

    /// <summary>Its values were erased with its salt: it says nothing any more that could be wrong of a person, and its digest alone holds
    /// its place. A line without salt that says more was changed.</summary>
    public bool IsErased => Salt is null && Before is null && After is null && Origin is null && ByName == Erased;

    /// <summary>SHA-256 of salt and values, see <see cref="AuditChain.DigestOf"/>: what the chain holds of it.</summary>
    public byte[]? Digest { get; set; }
}
