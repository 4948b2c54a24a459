namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What a person's detector says.</summary>
/// <param name="Id">The person.</param>
/// <param name="Signal">As the unit's detector raised it, or as it was settled.</param>
public sealed record AttributedSignal(int Id, DetectorSignal Signal);
