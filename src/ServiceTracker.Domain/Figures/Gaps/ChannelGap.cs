using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Distributions;
using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>
/// One channel against the others. People are compared with themselves: only those who work this channel and others count, so that a
/// channel is not judged by who happens to work it. Where nobody does, all are compared as they are.
/// </summary>
/// <param name="Channel">The channel.</param>
/// <param name="K">Met on it.</param>
/// <param name="N">Scored on it.</param>
/// <param name="Difference">
/// Rate on it less rate on the others, −1 to 1: Σ w(p₁ − p₂)/Σ w over people, w = n₁n₂/(n₁ + n₂). Source: S. Greenland and J. M. Robins,
/// Biometrics 41 (1985) 55–68. Null when there is nothing to compare with.
/// </param>
/// <param name="PValue">
/// Of the Cochran–Mantel–Haenszel statistic without continuity correction, 0 to 1; 1 when there is nothing to compare. Source: N. Mantel
/// and W. Haenszel, JNCI 22 (1959) 719–748.
/// </param>
/// <param name="AdjustedP">The p-value raised for the number of channels (Benjamini–Hochberg).</param>
/// <param name="IsWithinPeople">People were compared with themselves.</param>
public sealed record ChannelGap(string Channel, long K, long N, double? Difference, double PValue, double AdjustedP, bool IsWithinPeople)
{
    /// <summary>Gaps with a smaller adjusted p-value are told as such.</summary>
    public const double Level = 0.05;

    /// <summary>The gap in one sentence.</summary>
    public string Sentence => Difference is not { } gap ? "There is no other channel to compare with."
        : $"Met in {PercentText.Of((double)K / N)} of {N}" + (AdjustedP >= Level || gap == 0
            ? ": no other than on the other channels, as far as can be told."
            : $", {PercentText.Points(gap)} {(gap < 0 ? "less" : "more")} often than on the other channels" +
                (IsWithinPeople ? " by the same people." : "."));

    /// <summary>Compares every channel with the others.</summary>
    /// <param name="counts">0 ≤ k ≤ n; several of one person and channel are added up.</param>
    /// <returns>One per channel that has interactions, in ordinal order of the channels.</returns>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n.</exception>
    public static IReadOnlyList<ChannelGap> Of(IReadOnlyCollection<StaffChannelCount> counts)
    {
        if (counts.Any(c => c.K < 0 || c.K > c.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(counts));
        var cells = counts.Where(c => c.N > 0).ToList();
        var gaps = cells.Select(c => c.Channel).Distinct().Order(StringComparer.Ordinal).Select(channel =>
        {
            var strata = cells.GroupBy(c => c.Staff).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Split(g, channel))
                .Where(s => s.Here.N > 0 && s.There.N > 0).ToList();
            var within = strata.Count > 0;
            if (!within) strata = [.. new[] { Split(cells, channel) }.Where(s => s.There.N > 0)];
            var here = Split(cells, channel).Here;
            var (difference, p) = Compare(strata);
            return new ChannelGap(channel, here.K, here.N, difference, p, p, within);
        }).ToList();
        var adjusted = AdjustedPValues.BenjaminiHochberg([.. gaps.Select(g => g.PValue)]);
        return [.. gaps.Select((g, i) => g with { AdjustedP = adjusted[i] })];
    }

    private static ((long K, long N) Here, (long K, long N) There) Split(IEnumerable<StaffChannelCount> cells, string channel)
    {
        (long K, long N) here = default, there = default;
        foreach (var c in cells)
        {
            if (c.Channel == channel) here = (here.K + c.K, here.N + c.N);
            else there = (there.K + c.K, there.N + c.N);
        }

        return (here, there);
    }

    private static (double? Difference, double P) Compare(List<((long K, long N) Here, (long K, long N) There)> strata)
    {
        if (strata.Count == 0) return (null, 1);
        double weights = 0, differences = 0, excess = 0, variance = 0;
        foreach (var (here, there) in strata)
        {
            double n = here.N + there.N, k = here.K + there.K, weight = here.N * (there.N / n);
            weights += weight;
            differences += weight * ((double)here.K / here.N - (double)there.K / there.N);
            excess += here.K - here.N * k / n;
            variance += here.N * (there.N / n) * (k / n) * (n - k) / (n - 1);
        }

        return (differences / weights, variance > 0 ? StandardNormal.TwoSided(excess / Math.Sqrt(variance)) : 1);
    }
}
