namespace ServiceTracker.Domain.Interactions;

/// <summary>What one source itself said, where the interaction holds what all evidence on the contact says together.</summary>
public sealed class OwnAnswers
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }
    public long Met { get; init; }
    public long Na { get; init; }

    /// <summary>Of its missed bits, those under dispute.</summary>
    public long Held { get; init; }

    /// <summary>Of its missed bits, those ruled not the person's doing.</summary>
    public long Excused { get; init; }

    public double[]? Measures { get; init; }
    public short StandOuts { get; init; }
    public short? Csat { get; init; }
}
