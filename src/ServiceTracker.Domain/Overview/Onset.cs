using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Domain.Overview;

/// <summary>
/// Where a rate most likely took another level: of all splits of its weeks into two rates the one with the largest binomial likelihood. Its
/// p-value is that of G² = 2·(ℓ₂ − ℓ₁)/φ, χ² with one degree of freedom, times the number of splits (Bonferroni), at most 1; φ is the
/// spread of the weeks around the two rates over that of chance alone, at least 1 (quasi-likelihood: R. W. M. Wedderburn, Biometrika 61
/// (1974) 439–447).
/// </summary>
/// <param name="Week">The first week of the new level.</param>
/// <param name="Before">Rate before it, 0 to 1.</param>
/// <param name="Since">Rate from it on, 0 to 1.</param>
/// <param name="PValue">Of "one level all the time", 0 to 1.</param>
public sealed record Onset(IsoWeek Week, double Before, double Since, double PValue)
{
    /// <summary>As sure and as wide as everything else that is told of weeks.</summary>
    public bool IsTold => PValue < BasicPlaces.Level && Math.Abs(Since - Before) >= BasicPlaces.LeastGap;

    /// <summary>Finds it.</summary>
    /// <param name="weeks">Oldest first, 0 ≤ k ≤ n; weeks with n = 0 are left out.</param>
    /// <returns>Null under <see cref="MinimumSample.Weeks"/> weeks with interactions.</returns>
    public static Onset? Of(IReadOnlyList<WeekCount> weeks)
    {
        var some = weeks.Where(w => w.N > 0).ToList();
        if (some.Count < MinimumSample.Weeks) return null;
        var at = SplitOf(some);
        List<WeekCount> before = some[..at], since = some[at..];
        var gain = 2 * (LogLikelihood(before) + LogLikelihood(since) - LogLikelihood(some));
        var spread = (ChiSquare(before) + ChiSquare(since)) / (some.Count - 2);
        var p = StandardNormal.TwoSided(Math.Sqrt(Math.Max(0, gain) / Math.Max(1, spread)));
        return new Onset(some[at].Week, RateOf(before), RateOf(since), Math.Min(1, p * (some.Count - 1)));
    }

    /// <summary>The place of the first week of the second rate.</summary>
    /// <param name="weeks">At least two, n &gt; 0.</param>
    internal static int SplitOf(IReadOnlyList<WeekCount> weeks)
    {
        var (n, k) = (weeks.Sum(w => w.N), weeks.Sum(w => w.K));
        var (best, at) = (double.NegativeInfinity, weeks.Count - 1);
        long earlierN = 0, earlierK = 0;
        for (var i = 1; i < weeks.Count; i++)
        {
            (earlierN, earlierK) = (earlierN + weeks[i - 1].N, earlierK + weeks[i - 1].K);
            var likelihood = LogLikelihood(earlierK, earlierN) + LogLikelihood(k - earlierK, n - earlierN);
            if (likelihood > best) (best, at) = (likelihood, i);
        }

        return at;
    }

    private static double RateOf(List<WeekCount> weeks) => (double)weeks.Sum(w => w.K) / weeks.Sum(w => w.N);

    private static double ChiSquare(List<WeekCount> weeks) => BinomialDispersion.Of(weeks.Select(w => (w.K, w.N))).ChiSquare ?? 0;

    private static double LogLikelihood(List<WeekCount> weeks) => LogLikelihood(weeks.Sum(w => w.K), weeks.Sum(w => w.N));

    private static double LogLikelihood(long k, long n) => Part(k, n) + Part(n - k, n);

    private static double Part(long k, long n) => k == 0 ? 0 : k * Math.Log((double)k / n);
}
