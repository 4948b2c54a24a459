namespace ServiceTracker.Application.Observing;

/// <summary>What an observation that is about to be entered goes together with.</summary>
/// <param name="ByTime">The person's own entry that it goes together with by its time alone; null while there is none.</param>
/// <param name="Nearby">Own entries that it may name instead, the nearest first.</param>
public sealed record Pairing(OwnEntry? ByTime, IReadOnlyList<OwnEntry> Nearby);
