namespace ServiceTracker.Statistics.TimeWeighted;

/// <summary>The course of a two-sided cumulative sum.</summary>
/// <param name="Upper">The sum that rises when the series goes up, ≥ 0; NaN in a gap.</param>
/// <param name="Lower">The sum that rises when the series goes down, ≥ 0; NaN in a gap.</param>
/// <param name="UpperSignalIndices">Points at which the upper sum signals.</param>
/// <param name="LowerSignalIndices">Points at which the lower sum signals.</param>
public sealed record TwoSidedCusum(
    IReadOnlyList<double> Upper,
    IReadOnlyList<double> Lower,
    IReadOnlyList<int> UpperSignalIndices,
    IReadOnlyList<int> LowerSignalIndices);
