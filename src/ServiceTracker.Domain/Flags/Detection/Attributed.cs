namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Who carries what.</summary>
/// <param name="Channel">The channel's latest signal, if it carries one.</param>
/// <param name="People">The people who do.</param>
/// <param name="Withheld">
/// Signals of people that say no more than what everybody on the channel shows, which a signal of the channel says: no flags.
/// </param>
public sealed record Attributed(DetectorSignal? Channel, IReadOnlyList<AttributedSignal> People, IReadOnlyList<AttributedSignal> Withheld)
{
    /// <summary>Both carry a flag, and each names the other.</summary>
    public bool IsLinked => Channel is not null && People.Count > 0;
}
