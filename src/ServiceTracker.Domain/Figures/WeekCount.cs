using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Figures;

/// <summary>k of n in one week. A week with n = 0 is a gap, not a zero.</summary>
public readonly record struct WeekCount(IsoWeek Week, long N, long K);
