namespace ServiceTracker.Application.Interactions;

/// <summary>Which interactions are asked for; everything absent means "any".</summary>
public sealed record InteractionFilter
{
    /// <summary>Code of the site.</summary>
    public string? Site { get; init; }

    /// <summary>Code of the staff member.</summary>
    public string? Staff { get; init; }

    /// <summary>Code of the channel.</summary>
    public string? Channel { get; init; }

    /// <summary>First business date.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last business date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>counted, excluded or same_contact.</summary>
    public string? State { get; init; }

    /// <summary>Code of a basic that was missed, or <c>any</c>.</summary>
    public string? Missed { get; init; }
}
