using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>A person, or the site as a whole, when a day is over.</summary>
/// <param name="StaffId">The person; 0 for the site as a whole.</param>
/// <param name="Date">The day.</param>
/// <param name="Detector">As it stands, over all channels and for each of them; to be read, not to be kept.</param>
public readonly record struct WatchedUnitDay(int StaffId, DateOnly Date, PersonDetector Detector);
