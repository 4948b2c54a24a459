using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Comparison;

/// <summary>
/// Do proportions of several groups (weeks, people) spread more than chance makes them? Groups with n = 0 are left out. Where nothing or
/// everything was met there is no spread to judge: z is 0 and the chi-square figures are null.
/// </summary>
/// <param name="Rate">p = Σk/Σn, 0 to 1; null without any trial.</param>
/// <param name="ChiSquare">Pearson's Σ(k − np)²/(npq).</param>
/// <param name="DegreesOfFreedom">Groups with n &gt; 0, less 1.</param>
/// <param name="ChiSquareP">Chance of a greater chi-square.</param>
/// <param name="Ratio">Chi-square over its degrees of freedom; 1 is pure chance.</param>
/// <param name="TaroneZ">
/// (S − Σn)/√(2Σn(n − 1)), S = Σ(k − np)²/(pq): sensitive to extra spread where groups differ in size. Over 2 means more than chance.
/// Source: R. E. Tarone, Biometrika 66 (1979) 585–590.
/// </param>
/// <param name="TaroneP">Chance of a greater z, 0 to 1.</param>
public sealed record BinomialDispersion(
    double? Rate, double? ChiSquare, int DegreesOfFreedom, double? ChiSquareP, double? Ratio, double TaroneZ, double TaroneP)
{
    /// <summary>Tarone's z above which groups spread more than chance makes them.</summary>
    public const double MoreThanChance = 2;

    /// <summary>The groups differ by more than chance.</summary>
    public bool IsMoreThanChance => TaroneZ > MoreThanChance;

    /// <summary>Judges the spread.</summary>
    /// <param name="groups">k of n, 0 ≤ k ≤ n.</param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n.</exception>
    public static BinomialDispersion Of(IEnumerable<(long K, long N)> groups)
    {
        var counts = groups.ToList();
        if (counts.Any(c => c.K < 0 || c.K > c.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(groups));
        counts.RemoveAll(c => c.N == 0);
        double k = counts.Sum(c => c.K), n = counts.Sum(c => c.N), p = k / n;
        var degrees = Math.Max(0, counts.Count - 1);
        double? rate = n == 0 ? null : p;
        if (k == 0 || k == n) return new BinomialDispersion(rate, null, degrees, null, null, 0, 0.5);
        double chiSquare = 0, s = 0, pairs = 0;
        foreach (var c in counts)
        {
            var excess = c.K - c.N * p;
            chiSquare += excess * excess / (c.N * p * (1 - p));
            s += excess * excess / (p * (1 - p));
            pairs += (double)c.N * (c.N - 1);
        }

        var z = pairs == 0 ? 0 : (s - n) / Math.Sqrt(2 * pairs);
        return degrees == 0
            ? new BinomialDispersion(rate, chiSquare, 0, null, null, z, StandardNormal.UpperTail(z))
            : new BinomialDispersion(
                rate, chiSquare, degrees, Distributions.ChiSquare.UpperTail(chiSquare, degrees), chiSquare / degrees, z,
                StandardNormal.UpperTail(z));
    }
}
