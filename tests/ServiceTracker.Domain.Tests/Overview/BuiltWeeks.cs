using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Domain.Tests.Overview;

/// <summary>Thirty whole weeks up to 2026-W46, built from literal counts.</summary>
internal static class BuiltWeeks
{
    public const int Counter = 1, Phone = 2, Mail = 3;

    private static readonly IsoWeek Last = IsoWeek.Of(new DateOnly(2026, 11, 9));

    /// <summary>n interactions a week of which as many are met as said, week by week from the oldest on; the last count goes on.</summary>
    public static IReadOnlyList<WeekCount> Of(long n, params (int Weeks, long Met)[] parts)
    {
        var met = parts.SelectMany(p => Enumerable.Repeat(p.Met, p.Weeks)).ToList();
        return [.. Last.LatestOf(RateShift.Weeks).Select((w, i) => new WeekCount(w, n, i < met.Count ? met[i] : met[^1]))];
    }

    /// <summary>The same with weeks in which nothing happened.</summary>
    public static IReadOnlyList<WeekCount> Without(this IReadOnlyList<WeekCount> weeks, int from, int count) =>
        [.. weeks.Select((w, i) => i >= from && i < from + count ? new WeekCount(w.Week, 0, 0) : w)];

    public static ShiftCell Cell(string basic, int channel, IReadOnlyList<WeekCount> weeks, DateOnly? from = null) =>
        new(basic, channel, weeks, from);
}
