using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Application.Figures;

/// <summary>One unit of a funnel.</summary>
/// <param name="Code">Code of the person, channel or site.</param>
/// <param name="N">Scored interactions.</param>
/// <param name="K">Of these with all basics met.</param>
/// <param name="Rate">Share with all basics met of what is compared, 0 to 1; null below the minimum.</param>
/// <param name="Expected">The rate that colleagues had in the same surroundings, and for channels and sites the common one; null below
/// the minimum.</param>
/// <param name="ShrunkenRate">The rate to expect of a person, 0 to 1; null below the minimum, and for channels and sites.</param>
/// <param name="Limits">Between them usual ones stay.</param>
/// <param name="IsOutside">Outside the limits, on either side.</param>
/// <param name="IsNamed">Below what chance and the usual differences explain; channels and sites on either side.</param>
/// <param name="Sentence">The comparison in words.</param>
public sealed record FunnelLine(
    string Code, long N, long K, double? Rate, double? Expected, double? ShrunkenRate, FunnelLimits? Limits, bool IsOutside, bool IsNamed,
    string Sentence);
