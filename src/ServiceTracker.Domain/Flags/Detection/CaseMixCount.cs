namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What one person met on a channel for one reason in one hour of the local day.</summary>
/// <param name="Person">Who.</param>
/// <param name="Reason">The reason; null where none was given, which is a reason of its own.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Count">Interactions, with those missed, and those expected by the person's own usual level on the channel whatever the
/// reason and the hour.</param>
public sealed record CaseMixCount(int Person, string? Reason, int Hour, MissCount Count);
