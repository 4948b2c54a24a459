namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A flag of a unit: the signal that raised it and those that joined it.</summary>
/// <param name="Raised">As it was raised, with its provisional label.</param>
/// <param name="Settled">With its settled label, when its five business days are over.</param>
/// <param name="Joined">Later signals of the same kind, each as last told.</param>
public sealed record UnitFlag(DetectorSignal Raised, DetectorSignal? Settled, IReadOnlyList<DetectorSignal> Joined)
{
    /// <summary>As last told.</summary>
    public DetectorSignal Latest => Settled ?? Raised;

    /// <summary>What it says now.</summary>
    public FlagLabel Label => Latest.Label;
}
