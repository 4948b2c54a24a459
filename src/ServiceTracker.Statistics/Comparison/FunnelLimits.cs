namespace ServiceTracker.Statistics.Comparison;

/// <summary>Limits at one denominator, on the scale of the rate.</summary>
/// <param name="Lower">A rate strictly under it is outside.</param>
/// <param name="Upper">A rate strictly over it is outside.</param>
public readonly record struct FunnelLimits(double Lower, double Upper);
