namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A person's unit on the channel (site, basic) that is asked about.</summary>
/// <param name="Id">The person.</param>
/// <param name="Kept">The unit as a store keeps it.</param>
/// <param name="Observations">
/// In the order of <see cref="DetectorObservation.Order"/>, from the last kept day before the change in question on; earlier ones do no
/// harm.
/// </param>
public sealed record WatchedUnit(int Id, KeptSeries Kept, IReadOnlyList<DetectorObservation> Observations);
