namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A unit of a person, as it is kept.</summary>
/// <param name="Unit">The channel.</param>
/// <param name="State">Its detector.</param>
/// <param name="Weights">As last told for it.</param>
/// <param name="Basics">Bits of its basics, as last told.</param>
public sealed record PersonUnitState(int Unit, DetectorState State, ExplanationWeights Weights, long Basics);
