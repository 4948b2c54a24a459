namespace ServiceTracker.Domain.Flags.Coaching;

/// <summary>A conversation with a person about how they work, and what was agreed. Seen by the person (but for the private note) and
/// their managers, by nobody else; in no export.</summary>
public sealed class Conversation
{
    /// <summary>The person's site then; 0 where they have none.</summary>
    public int SiteId { get; init; }

    public Guid Id { get; init; }
    public int StaffId { get; init; }

    /// <summary>Business date.</summary>
    public DateOnly Date { get; set; }

    /// <summary>Ids of the flags it was about.</summary>
    public List<Guid> About { get; set; } = [];

    public required string Observed { get; set; }

    /// <summary>For managers alone.</summary>
    public string? PrivateNote { get; set; }

    public List<AgreedStep> Agreed { get; set; } = [];

    /// <summary>UTC instant of recording.</summary>
    public DateTime At { get; init; }

    public required string By { get; init; }
    public required string ByName { get; init; }

    /// <summary>Counts changes; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;
}
