namespace ServiceTracker.Domain.Flags;

/// <summary>One step of the work on a flag. Never changed, never removed.</summary>
public sealed class FlagEvent
{
    public int SiteId { get; init; }
    public Guid FlagId { get; init; }

    /// <summary>1, 2, … within the flag.</summary>
    public int Position { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime At { get; init; }

    /// <summary>Who, as in <see cref="Interactions.Interaction.RecordedBy"/>; <see cref="Program"/> for what the data said.</summary>
    public required string By { get; init; }

    public required string ByName { get; init; }
    public FlagStatus From { get; init; }
    public FlagStatus To { get; init; }
    public FlagFinding? Finding { get; init; }

    /// <summary>What is being done.</summary>
    public string? Action { get; init; }

    public string? Note { get; init; }

    /// <summary>Why it was closed without data that confirm.</summary>
    public string? Reason { get; init; }

    public DateOnly? LookAgainOn { get; init; }

    /// <summary>The later data confirm that it is over.</summary>
    public bool Confirmed { get; init; }

    /// <summary>The name under which the program itself appears.</summary>
    public const string Program = "program";
}
