using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Analysis;

/// <summary>One point of an analysed chart. Whatever does not exist is null; a number is never NaN or infinite.</summary>
/// <param name="Index">Its place in the series, from 0.</param>
/// <param name="Label">Its label, where labels were given.</param>
/// <param name="Value">What is drawn; null in a gap.</param>
/// <param name="Size">Denominator or size of the subgroup, where there is one.</param>
/// <param name="Centre">Centre line.</param>
/// <param name="Lower">Lower control limit.</param>
/// <param name="Upper">Upper control limit.</param>
/// <param name="LowerTwoSigma">Lower line at two standard errors.</param>
/// <param name="UpperTwoSigma">Upper line at two standard errors.</param>
/// <param name="Z">Distance from the mean in standard errors; null where the series has not varied.</param>
/// <param name="Part">Number of the part, from 0.</param>
/// <param name="Excluded">Drawn, but in neither limits nor runs.</param>
/// <param name="Rule">Name of the one rule that marks it; null where none does.</param>
/// <param name="Finding">What the rule found, in plain words.</param>
/// <param name="Direction">Which way the signal points.</param>
/// <param name="Variation">What the point says.</param>
public sealed record ChartAnalysisPoint(
    int Index,
    string? Label,
    double? Value,
    double? Size,
    double? Centre,
    double? Lower,
    double? Upper,
    double? LowerTwoSigma,
    double? UpperTwoSigma,
    double? Z,
    int Part,
    bool Excluded,
    string? Rule,
    string? Finding,
    SignalDirection? Direction,
    Variation Variation);
