namespace ServiceTracker.Statistics.Comparison;

/// <summary>One unit in a funnel plot. All is null for a denominator of 0.</summary>
/// <param name="Rate">Numerator over denominator.</param>
/// <param name="Z">Distance from the centre in standard errors; −∞ for a logarithm of 0.</param>
/// <param name="TrimmedZ">The z that the spread was estimated from: pulled in at the ends, or null where left out.</param>
/// <param name="Limits95">95 % limits if units did not differ.</param>
/// <param name="Limits998">99.8 % limits if units did not differ.</param>
/// <param name="AdjustedLimits95">95 % limits with the spread between units.</param>
/// <param name="AdjustedLimits998">99.8 % limits with the spread between units.</param>
/// <param name="IsOutside">Strictly outside <paramref name="AdjustedLimits998"/>.</param>
public sealed record FunnelPoint(
    double? Rate,
    double? Z,
    double? TrimmedZ,
    FunnelLimits? Limits95,
    FunnelLimits? Limits998,
    FunnelLimits? AdjustedLimits95,
    FunnelLimits? AdjustedLimits998,
    bool IsOutside);
