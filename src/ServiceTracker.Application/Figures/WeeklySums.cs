using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Weekly sums of the units of one breakdown.</summary>
internal sealed class WeeklySums
{
    private readonly Dictionary<Unit, Dictionary<IsoWeek, (long N, long K)>> sums = [];

    /// <summary>Those with interactions.</summary>
    public IEnumerable<Unit> Units => sums.Keys;

    public void Add(Unit unit, IsoWeek week, (long N, long K) rate)
    {
        if (!sums.TryGetValue(unit, out var weeks)) sums.Add(unit, weeks = []);
        var (oldN, oldK) = weeks.GetValueOrDefault(week);
        weeks[week] = (oldN + rate.N, oldK + rate.K);
    }

    /// <summary>The chart of a unit over consecutive weeks; without interactions for null or an unknown unit.</summary>
    public UnitChart ChartOf(Unit? unit, IsoWeek last, int weeks, IReadOnlyList<BaselineTerm> terms)
    {
        var counts = unit is { } u ? sums.GetValueOrDefault(u) : null;
        return UnitChart.Of(
            [.. last.LatestOf(weeks).Select(w =>
            {
                var (n, k) = counts?.GetValueOrDefault(w) ?? default;
                return new WeekCount(w, n, k);
            })],
            terms);
    }
}
