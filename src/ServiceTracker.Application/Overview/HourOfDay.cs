using ServiceTracker.Application.Figures;

namespace ServiceTracker.Application.Overview;

/// <summary>An hour of the day, all days together.</summary>
/// <param name="Hour">0 to 23, by the site's clock.</param>
/// <param name="K">Met.</param>
/// <param name="N">Applicable, at least 1.</param>
public readonly record struct HourOfDay(int Hour, long K, long N)
{
    private const int HoursInDay = 24;

    /// <summary>The hours of the day that have any, in their order.</summary>
    /// <param name="lines">Of one basic or of all together, by the hour of the week.</param>
    public static IReadOnlyList<HourOfDay> Of(IEnumerable<BreakdownLine> lines) =>
    [
        .. lines.GroupBy(l => l.HourOfWeek!.Value % HoursInDay).OrderBy(g => g.Key)
            .Select(g => new HourOfDay(
                g.Key, g.Sum(l => l.Basic?.Met ?? l.Tally!.AllBasicsMet), g.Sum(l => l.Basic?.Applicable ?? l.Tally!.Scored)))
            .Where(h => h.N > 0),
    ];
}
