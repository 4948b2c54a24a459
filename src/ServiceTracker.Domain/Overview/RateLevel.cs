using ServiceTracker.Domain.Figures;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Overview;

/// <summary>
/// How often something was met over some weeks, and between which limits a week with as many interactions as the last one lies when only
/// chance is at work: those of a p chart of all of these weeks, or p′ where they differ by more than chance.
/// </summary>
/// <param name="K">Met.</param>
/// <param name="N">Applicable.</param>
/// <param name="Weeks">Weeks with interactions.</param>
/// <param name="Lower">Lower limit, 0 to 1; null under <see cref="MinimumSample.Weeks"/> weeks.</param>
/// <param name="Upper">Upper limit, 0 to 1; null as the lower one.</param>
public sealed record RateLevel(long K, long N, int Weeks, double? Lower, double? Upper)
{
    /// <summary>Enough for a rate.</summary>
    public bool IsEnough => N >= MinimumSample.Default;

    /// <summary>k / n, 0 to 1; null below the minimum.</summary>
    public double? Rate => IsEnough ? (double)K / N : null;

    /// <summary>Wilson 95 % interval of the rate; null below the minimum.</summary>
    public WilsonInterval? Interval => IsEnough ? WilsonInterval.Of(K, N) : null;

    /// <summary>The level of some weeks.</summary>
    /// <param name="weeks">Oldest first, 0 ≤ k ≤ n; a week with n = 0 is left out.</param>
    public static RateLevel Of(IEnumerable<WeekCount> weeks)
    {
        var some = weeks.Where(w => w.N > 0).ToList();
        var last = some.Count < MinimumSample.Weeks ? null : ChartAnalysis.OfProportions(new ChartRequest
        {
            Kind = ChartKind.P,
            Values = [.. some.Select(w => (double?)w.K)],
            Sizes = [.. some.Select(w => (double?)w.N)],
        }).Points[^1];
        return new RateLevel(some.Sum(w => w.K), some.Sum(w => w.N), some.Count, last?.Lower, last?.Upper);
    }
}
