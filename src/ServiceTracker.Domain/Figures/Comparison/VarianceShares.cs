using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Distributions;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>The interactions of one person on one channel.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="Channel">Code or number of the channel.</param>
/// <param name="Sums">Count, sum and sum of squares of the score, or of 1 for "all basics met" and 0 otherwise.</param>
public readonly record struct StaffChannelCell(string Staff, string Channel, CellSum Sums);

/// <summary>One part of what makes interactions differ.</summary>
/// <param name="Share">Its share of the variance, 0 to 1; exactly 0 unless the data support more.</param>
/// <param name="Estimate">The estimate before asking whether the data support it, 0 to 1.</param>
/// <param name="PValue">Of "this part is 0", 0 to 1; 1 where it could not be asked.</param>
public readonly record struct VarianceShare(double Share, double Estimate, double PValue);

/// <summary>
/// What makes interactions differ: the person, the channel, the system or chance. The model is y ~ 1 + (1|staff) + (1|channel) +
/// (1|staff:channel), fitted by
/// <see cref="VarianceComponents">restricted maximum likelihood</see> on sums per person and channel. Person is what somebody carries to
/// every channel, channel what everybody meets on it, system what only the two together explain: how people, channels and work are put
/// together. Chance is what is left between the interactions of one person on one channel. A share over 0 is claimed only where the
/// likelihood ratio test of its component is significant at <see cref="ClaimLevel"/>; the least supported component is left out and the
/// rest fitted anew until all that remain are. Shares sum to 1. Where the likelihood has no answer, as when nothing varies within the
/// cells, <see cref="AnovaComponents">analysis of variance</see> takes its place, with F tests under the same rule.
/// </summary>
/// <param name="Person">Between people.</param>
/// <param name="Channel">Between channels.</param>
/// <param name="System">Between combinations of person and channel, beyond both.</param>
/// <param name="Chance">Share of what is left, 0 to 1.</param>
public sealed record VarianceShares(VarianceShare Person, VarianceShare Channel, VarianceShare System, double Chance)
{
    /// <summary>
    /// A component counts as real when its p-value is under this: as strict as the 99.8 % limits of a funnel, so that where nobody differs
    /// about one round in 200 claims any share.
    /// </summary>
    public const double ClaimLevel = 0.002;

    /// <summary>The likelihood had no answer, or none in time: the figures are those of the analysis of variance.</summary>
    public bool IsAnova { get; init; }

    private const string StaffName = "staff", ChannelName = "channel";

    private static readonly VarianceShare None = new(0, 0, 1);

    /// <summary>Something is claimed to be more than chance.</summary>
    public bool IsMoreThanChance => Chance < 1;

    /// <summary>The shares in one sentence.</summary>
    public string Sentence
    {
        get
        {
            var parts = new[] { ("the person", Person), ("the channel", Channel), ("how people and channels are put together", System) }
                .Where(p => p.Item2.Share > 0)
                .Select(p => $"{PercentText.Of(p.Item2.Share)} go with {p.Item1}")
                .ToList();
            return parts.Count == 0
                ? "No difference between people or channels is more than chance."
                : $"Of the differences between interactions {string.Join(", ", parts)}; {PercentText.Of(Chance)} are chance.";
        }
    }

    /// <summary>Finds the shares. The work grows with the number of cells, not of interactions.</summary>
    /// <param name="cells">Several of one person and channel are added up; empty ones do not count.</param>
    /// <param name="designEffect">
    /// How much interactions of one day resemble each other: 1 + (interactions of a person's day − 1)·ρ. Counts are divided by it, so that
    /// day-to-day variation is not taken for a difference between people. At least 1.
    /// </param>
    /// <param name="claimLevel">Level of the tests, between 0 and 1, both excluded.</param>
    /// <param name="iterations">Most steps in search of the largest likelihood, at least 1.</param>
    /// <returns>Null when there are too few interactions to tell anything from chance: none twice in a cell, or one person on one
    /// channel.</returns>
    /// <exception cref="ArgumentException">A sum is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The design effect or the steps are under 1, or the level is not between 0 and
    /// 1.</exception>
    public static VarianceShares? Of(
        IEnumerable<StaffChannelCell> cells, double designEffect =
            1, double claimLevel = ClaimLevel, int iterations = VarianceComponents.MostIterations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        if (!(designEffect >= 1) || double.IsInfinity(designEffect))
            throw new ArgumentOutOfRangeException(nameof(designEffect), designEffect, "At least 1.");
        if (!(claimLevel is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(claimLevel), claimLevel, "Between 0 and 1.");
        // In one order whatever order they come in, so that the same data give the same digits.
        var merged = cells.Where(c => c.Sums.N > 0)
            .GroupBy(c => (c.Staff, c.Channel), c => c.Sums)
            .OrderBy(g => g.Key.Staff, StringComparer.Ordinal).ThenBy(g => g.Key.Channel, StringComparer.Ordinal)
            .Select(g => (g.Key, Sums: g.OrderBy(s => s.N).ThenBy(s => s.Sum).ThenBy(s => s.SumOfSquares).Aggregate((a, b) => a + b)))
            .ToList();
        var sums = merged.Select(m =>
            new CellSum(m.Sums.N / designEffect, m.Sums.Sum / designEffect, m.Sums.SumOfSquares / designEffect)).ToList();
        var factors = Factors([.. merged.Select(m => m.Key)]);
        if (factors.Count == 0 || sums.Sum(s => s.N) <= merged.Count + 1) return null;

        return ByLikelihood(sums, factors, claimLevel, iterations) ?? ByAnova(sums, factors, claimLevel);
    }

    // Null where the likelihood of the full or of a smaller model has no largest value, or it was not found.
    private static VarianceShares? ByLikelihood(List<CellSum> sums, List<GroupingFactor> factors, double claimLevel, int iterations)
    {
        var full = VarianceComponents.Of(sums, factors, iterations);
        if (double.IsNegativeInfinity(full.Criterion)) return new VarianceShares(None, None, None, 1);
        if (!full.HasConverged) return null;
        var without = new Dictionary<GroupingFactor, VarianceComponents>();
        var fit = full;
        var (kept, tested) = Supported(factors, claimLevel, (factor, others) =>
        {
            var smaller = without[factor] = VarianceComponents.Of(sums, others, iterations);
            return ChiSquare.BoundaryPValue(smaller.Criterion - fit.Criterion);
        }, left => fit = without[left]);
        if (!fit.HasConverged || without.Values.Any(w => !w.HasConverged)) return null;
        return Of(factors, kept, tested, name => full[name].Share, name => fit[name].Share);
    }

    private static VarianceShares ByAnova(List<CellSum> sums, List<GroupingFactor> factors, double claimLevel)
    {
        var anova = new CrossedAnova(sums);
        var (kept, tested) = Supported(factors, claimLevel, anova.PValue, _ => { });
        return Of(factors, kept, tested, Shares(factors), Shares(kept)) with { IsAnova = true };

        Func<string, double> Shares(IReadOnlyList<GroupingFactor> of)
        {
            if (of.Count == 0) return _ => 1;
            var components = anova.Estimate(of);
            var total = components.Sum();
            return name =>
            {
                var at = of.TakeWhile(f => f.Name != name).Count();
                return total > 0 ? components[at] / total : at == of.Count ? 1 : 0;
            };
        }
    }

    // The least supported factor is left out until all that remain are supported.
    private static (List<GroupingFactor> Kept, Dictionary<string, double> PValues) Supported(
        List<GroupingFactor> factors, double claimLevel, Func<GroupingFactor, IReadOnlyList<GroupingFactor>, double> pValue,
        Action<GroupingFactor> leave)
    {
        var tested = factors.ToDictionary(f => f.Name, _ => 1.0);
        var kept = factors;
        while (kept.Count > 0)
        {
            foreach (var factor in kept) tested[factor.Name] = pValue(factor, [.. kept.Where(f => f != factor)]);
            var weakest = kept.MaxBy(f => tested[f.Name])!;
            if (tested[weakest.Name] < claimLevel) break;
            kept = [.. kept.Where(f => f != weakest)];
            leave(weakest);
        }

        return (kept, tested);
    }

    private static VarianceShares Of(
        List<GroupingFactor> factors, List<GroupingFactor> kept, Dictionary<string, double> tested, Func<string, double> estimate,
        Func<string, double> share)
    {
        VarianceShare Part(string name) => factors.All(f => f.Name != name)
            ? None
            : new VarianceShare(kept.Any(f => f.Name == name) ? share(name) : 0, estimate(name), tested[name]);
        return new VarianceShares(
            Part(StaffName), Part(ChannelName), Part($"{StaffName}:{ChannelName}"), share(VarianceComponents.ResidualName));
    }

    // Only what the data can tell apart: where everybody works one channel, the person and the combination are the same.
    private static List<GroupingFactor> Factors(List<(string Staff, string Channel)> cells)
    {
        var staff = GroupingFactor.Of(StaffName, cells.Select(c => c.Staff));
        var channel = GroupingFactor.Of(ChannelName, cells.Select(c => c.Channel));
        var factors = new List<GroupingFactor>();
        // One person to each channel, one channel to each person: it cannot be told whose the difference is, and nobody is blamed for it.
        var same = staff.Count == cells.Count && channel.Count == cells.Count;
        if (staff.Count > 1 && !same) factors.Add(staff);
        if (channel.Count > 1) factors.Add(channel);
        if (staff.Count > 1 && channel.Count > 1 && cells.Count > Math.Max(staff.Count, channel.Count))
            factors.Add(GroupingFactor.Cross(staff, channel));
        return factors;
    }
}
