using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>A baseline and where it stands today.</summary>
/// <param name="Baseline">The baseline with its expectations.</param>
/// <param name="Status">Its standing today. Baselines belong to all sites, so this is told by the UTC date.</param>
/// <param name="IsInForce">Interactions of today are scored by it.</param>
/// <param name="Before">First date on which a later one takes its place, where one is published.</param>
public sealed record BaselineStanding(Baseline Baseline, BaselineStatus Status, bool IsInForce, DateOnly? Before);
