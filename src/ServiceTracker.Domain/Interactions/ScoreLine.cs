using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Domain.Interactions;

/// <summary>One expectation's part in a score.</summary>
/// <param name="Expectation">The expectation.</param>
/// <param name="Result">Its result.</param>
/// <param name="Value">The number of a measure that was taken.</param>
/// <param name="Weight">What it adds to the denominator; null when it is not applicable.</param>
/// <param name="WeightMet">What it adds to the numerator; null when it is not applicable.</param>
/// <param name="WhyNot">Why it is not applicable.</param>
public sealed record ScoreLine(
    Expectation Expectation, ObservationResult Result, double? Value, int? Weight, int? WeightMet, NotApplicableReason? WhyNot)
{
    /// <summary>This line alone makes the interaction count as failed.</summary>
    public bool IsCriticalMiss => Expectation.Critical && WeightMet == 0;
}
