using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Domain.Overview;

/// <summary>
/// The last four whole weeks of a rate against the weeks before them. z = (p₁ − p₀)/√(φ·p̄q̄(1/n₁ + 1/n₀)), p̄ the rate of both together
/// and φ the spread of the weeks before over that of chance alone, Σ(k − n·p₀)²/(n·p₀q₀)/(weeks − 1), at least 1 (quasi-likelihood:
/// R. W. M. Wedderburn, Biometrika 61 (1974) 439–447): where weeks always swing, a swing is no change. Where few misses are to be expected
/// the p-value is not smaller than Fisher's exact one.
/// </summary>
/// <param name="NowK">Met in the last weeks.</param>
/// <param name="NowN">Applicable in the last weeks.</param>
/// <param name="BeforeK">Met in the weeks before.</param>
/// <param name="BeforeN">Applicable in the weeks before.</param>
/// <param name="WeeksBefore">Weeks before that have interactions.</param>
/// <param name="PValue">Of "nothing changed", two-sided, 0 to 1.</param>
/// <param name="Since">The week from which two rates explain all weeks best.</param>
public sealed record RateShift(long NowK, long NowN, long BeforeK, long BeforeN, int WeeksBefore, double PValue, IsoWeek Since)
{
    /// <summary>Weeks that are judged: enough to tell some points, recent enough to act on.</summary>
    public const int WeeksNow = 4;

    /// <summary>Weeks by which they are judged: half a year.</summary>
    public const int MostWeeksBefore = 26;

    /// <summary>All of them.</summary>
    public const int Weeks = WeeksNow + MostWeeksBefore;

    /// <summary>With fewer weeks before what is told is provisional.</summary>
    public const int WeeksToSettle = 25;

    // With fewer misses, or fewer met, the normal distribution makes too much of one.
    private const double FewExpected = 20;

    /// <summary>Rate of the last weeks, 0 to 1.</summary>
    public double Now => (double)NowK / NowN;

    /// <summary>Rate of the weeks before, 0 to 1.</summary>
    public double Before => (double)BeforeK / BeforeN;

    /// <summary>−1 to 1; under 0 it is met less often now.</summary>
    public double Difference => Now - Before;

    /// <summary>As sure and as wide as everything else that is told of weeks, where it is the only one that is asked about.</summary>
    public bool IsTold => PValue < BasicPlaces.Level && Math.Abs(Difference) >= BasicPlaces.LeastGap;

    public bool IsProvisional => WeeksBefore < WeeksToSettle;

    /// <summary>Compares them.</summary>
    /// <param name="weeks">Consecutive whole weeks, oldest first, 0 ≤ k ≤ n; the last four are judged.</param>
    /// <param name="from">Earlier weeks asked for something else and are left out.</param>
    /// <returns>
    /// Null where there is too little: under <see cref="MinimumSample.Default"/> interactions now, or under
    /// <see cref="MinimumSample.Weeks"/> weeks before that have any.
    /// </returns>
    public static RateShift? Of(IReadOnlyList<WeekCount> weeks, DateOnly? from = null)
    {
        var first = from ?? DateOnly.MinValue;
        var now = weeks.TakeLast(WeeksNow).Where(w => w.N > 0).ToList();
        var before = weeks.SkipLast(WeeksNow).TakeLast(MostWeeksBefore).Where(w => w.N > 0 && w.Week.Monday >= first).ToList();
        var (n, k) = (now.Sum(w => w.N), now.Sum(w => w.K));
        if (n < MinimumSample.Default || before.Count < MinimumSample.Weeks || now[0].Week.Monday < first) return null;
        var (n0, k0) = (before.Sum(w => w.N), before.Sum(w => w.K));
        return new RateShift(k, n, k0, n0, before.Count, PValueOf(k, n, k0, n0, SpreadOf(before)), SinceOf([.. before, .. now]));
    }

    private static double SpreadOf(List<WeekCount> weeks) =>
        Math.Max(1, BinomialDispersion.Of(weeks.Select(w => (w.K, w.N))).Ratio ?? 1);

    private static double PValueOf(long k, long n, long k0, long n0, double spread)
    {
        var p = (double)(k + k0) / (n + n0);
        if (p is 0 or 1) return 1;
        var z = ((double)k / n - (double)k0 / n0) / Math.Sqrt(spread * p * (1 - p) * (1.0 / n + 1.0 / n0));
        var normal = StandardNormal.TwoSided(z);
        return n * Math.Min(p, 1 - p) >= FewExpected ? normal : Math.Max(normal, new Hypergeometric(n + n0, k + k0, n).TwoSided(k));
    }

    private static IsoWeek SinceOf(List<WeekCount> weeks) => weeks[Onset.SplitOf(weeks)].Week;
}
