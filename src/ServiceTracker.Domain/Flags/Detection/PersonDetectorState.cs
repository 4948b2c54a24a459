namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Everything a detector of a person remembers.</summary>
public sealed record PersonDetectorState
{
    /// <summary>Of all interactions.</summary>
    public required DetectorState Joint { get; init; }

    /// <summary>As last told for the person.</summary>
    public ExplanationWeights Weights { get; init; } = ExplanationWeights.All;

    /// <summary>Bits of the basics of all channels, as last told.</summary>
    public long Basics { get; init; }

    /// <summary>The person's channels.</summary>
    public required IReadOnlyList<PersonUnitState> Units { get; init; }

    /// <summary>The flag whose label is not settled yet.</summary>
    public PersonSignal? Open { get; init; }
}
