namespace ServiceTracker.Application.Flags.Watching;

/// <summary>What running all detectors again over all interactions brought.</summary>
/// <param name="Sites">Sites looked at.</param>
/// <param name="Days">Days taken.</param>
/// <param name="Flags">Flags there are.</param>
/// <param name="Differences">What is stored otherwise than it is computed, a line each.</param>
/// <param name="Waiting">Entries of the queue that were not taken in yet: what they change is no difference.</param>
public sealed record ReplayReport(int Sites, long Days, long Flags, IReadOnlyList<string> Differences, int Waiting);
