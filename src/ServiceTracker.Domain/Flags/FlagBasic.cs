namespace ServiceTracker.Domain.Flags;

/// <summary>A basic in the evidence of a flag.</summary>
/// <param name="Expectation">Its code.</param>
/// <param name="N">Interactions since the change to which it applied.</param>
/// <param name="Missed">Misses among them.</param>
/// <param name="Usual">Usual share of misses, 0 to 1; null where none is known.</param>
public sealed record FlagBasic(string Expectation, int N, int Missed, double? Usual);
