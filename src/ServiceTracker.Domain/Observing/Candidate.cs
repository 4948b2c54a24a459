namespace ServiceTracker.Domain.Observing;

/// <summary>Somebody who may be observed next.</summary>
/// <param name="StaffId">Who.</param>
/// <param name="Seen">How many of their contacts somebody else saw, too, at least 0.</param>
public readonly record struct Candidate(int StaffId, int Seen);
