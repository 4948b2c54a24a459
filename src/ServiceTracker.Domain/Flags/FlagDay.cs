namespace ServiceTracker.Domain.Flags;

/// <summary>A day in the evidence of a flag.</summary>
/// <param name="Date">Business date.</param>
/// <param name="N">Scored interactions; for a flag on a basic, those to which it applied.</param>
/// <param name="Missed">Those with a basic missed, or with that basic missed.</param>
public sealed record FlagDay(DateOnly Date, int N, int Missed);
