namespace ServiceTracker.Domain.Interactions;

/// <summary>What was written about an interaction.</summary>
public sealed class InteractionText
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }

    /// <summary>A note by the one who logged it.</summary>
    public string? Note { get; init; }

    /// <summary>What the customer said.</summary>
    public string? Comment { get; init; }
}

/// <summary>What got in the way of one missed basic.</summary>
public sealed class MissCause
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }

    /// <summary>The expectation's bit in the interaction's baseline.</summary>
    public short Bit { get; init; }

    public Cause Cause { get; init; }
}

/// <summary>A moment beyond the basics.</summary>
public sealed class StandOut
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }

    /// <summary>0 for the first of an interaction.</summary>
    public short Position { get; init; }

    public StandOutKind Kind { get; init; }
    public string? Note { get; init; }
}

/// <summary>What one source itself said, where the interaction holds what all evidence on the contact says together.</summary>
public sealed class OwnAnswers
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }
    public long Met { get; init; }
    public long Na { get; init; }
    public double[]? Measures { get; init; }
    public short StandOuts { get; init; }
    public short? Csat { get; init; }
}

/// <summary>An interaction with everything that stands beside it, as it is written in one go.</summary>
/// <param name="HasGivenId">The id came from the client, who may have used it before, at any site.</param>
public sealed record InteractionRecord(
    Interaction Interaction,
    InteractionText? Text,
    IReadOnlyList<MissCause> Causes,
    IReadOnlyList<StandOut> StandOuts,
    bool HasGivenId);
