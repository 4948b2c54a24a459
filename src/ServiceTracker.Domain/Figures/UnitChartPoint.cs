using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Figures;

/// <summary>One week of a <see cref="UnitChart"/>.</summary>
/// <param name="Week">The week.</param>
/// <param name="N">Scored interactions.</param>
/// <param name="K">Those in which it went well.</param>
/// <param name="Lower">Lower limit, 0 to 1; null in a gap, and where there is no range yet.</param>
/// <param name="Upper">Upper limit, 0 to 1; null as the lower one.</param>
/// <param name="Target">The rate aimed at in this week, 0 to 1, where there was one.</param>
/// <param name="Signal">Which way its one signal points.</param>
/// <param name="Rule">Name of the rule that marks it; null where none does.</param>
public readonly record struct UnitChartPoint(
    IsoWeek Week, long N, long K, double? Lower, double? Upper, double? Target, Signal Signal, string? Rule)
{
    /// <summary>k / n, 0 to 1; null in a gap.</summary>
    public double? Rate => N == 0 ? null : (double)K / N;
}
