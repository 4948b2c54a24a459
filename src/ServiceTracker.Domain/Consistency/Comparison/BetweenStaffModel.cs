using ServiceTracker.Domain.Consistency.Distributions;

namespace ServiceTracker.Domain.Consistency.Comparison;

/// <summary>
/// How rates differ between people, with room for a few who are far below the rest: a person's k of n has likelihood
/// 0.95·BB(μ, σ) + 0.05·BB(μ − 0.15, strength 30). μ and σ, mean and standard deviation of the usual people's own rates, are not fixed but carry weights on
/// a grid, all equal before anything is seen. Days that are good or bad as a whole make the k of a person spread more than chance does; the design effect d
/// tells by how much, and Var(k/n) = σ² + μ(1 − μ)·d/n, but for terms of σ²/n (L. Kish, Survey Sampling (1965), section 8.2). The outlying part keeps the very people one looks for from widening the spread that they are judged by.
/// Sources: D. Ohlssen, L. D. Sharples and D. J. Spiegelhalter, JRSS A 170 (2007) 865–890; J. O. Berger, Statistical Decision Theory and Bayesian
/// Analysis, 2nd ed. (1985), chapter 4. Not for several threads at once: what it worked out for one n it keeps.
/// </summary>
public sealed class BetweenStaffModel
{
    private const double OutlierShare = 0.05, OutlierDrop = 0.15, OutlierStrength = 30;

    // The grid: μ from 0.06 under to 0.05 over the pooled rate (0.84 to 0.95 around 0.90), σ from 0.003 to 0.095.
    private const double MeanBelow = 0.06, MeanStep = 0.005, SpreadFrom = 0.003, SpreadStep = 0.004;
    private const int MeanCount = 23, SpreadCount = 24;

    // A grid point of less weight than this part of the heaviest cannot move a probability that decides anything.
    private const double Unimportant = 1e-9;

    // What days add to the variance of a rate is at most this part of μ(1 − μ), which leaves room for the widest σ of the grid.
    private const double MostOfDays = 0.5;

    private readonly List<(double Weight, Spot Usual, BetaBinomial Outlying)> points;
    private readonly double designEffect;
    private readonly Dictionary<long, double[]> cumulative = [];
    private readonly Dictionary<(long K, long N), (double Rate, double Outlying)> expected = [];

    private BetweenStaffModel(List<(double Weight, Spot Usual, BetaBinomial Outlying)> points, double designEffect, double mean, double spread)
    {
        (this.points, this.designEffect, Mean, Spread) = (points, designEffect, mean, spread);
    }

    /// <summary>Expected μ, rate of the usual people, 0 to 1.</summary>
    public double Mean { get; }

    /// <summary>Expected σ, standard deviation of the usual people's own rates.</summary>
    public double Spread { get; }

    /// <summary>Weighs the grid by what is known.</summary>
    /// <param name="counts">k of n per person, at all sites together where there are several; people with n = 0 say nothing.</param>
    /// <param name="designEffect">d = 1 + (interactions of a person's day − 1)·ρ, at least 1.</param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n, or there is no interaction at all.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The design effect is under 1.</exception>
    public static BetweenStaffModel Of(IReadOnlyCollection<(long K, long N)> counts, double designEffect = 1)
    {
        if (!(designEffect >= 1) || double.IsInfinity(designEffect)) throw new ArgumentOutOfRangeException(nameof(designEffect), designEffect, "At least 1.");
        if (counts.Any(c => c.K < 0 || c.K > c.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(counts));
        // People with the same counts count as often: in a large round most do.
        var distinct = counts.Where(c => c.N > 0).CountBy(c => c).OrderBy(c => c.Key.N).ThenBy(c => c.Key.K).ToList();
        if (distinct.Count == 0) throw new ArgumentException("No interaction at all.", nameof(counts));
        var pooled = (double)counts.Sum(c => c.K) / counts.Sum(c => c.N);

        var grid = new List<(double Log, Spot Usual, BetaBinomial Outlying)>();
        foreach (var mean in Enumerable.Range(0, MeanCount).Select(i => Math.Clamp(pooled - MeanBelow + i * MeanStep, 0.005, 0.995)).Distinct())
        {
            var outlying = BetaBinomial.OfStrength(Math.Max(mean - OutlierDrop, mean / 10), OutlierStrength);
            var part = distinct.Select(c => Math.Log(OutlierShare) + outlying.LogSequenceProbability(c.Key.K, c.Key.N)).ToArray();
            for (var j = 0; j < SpreadCount; j++)
            {
                var spread = SpreadFrom + j * SpreadStep;
                // Near 0 or 1 a large spread would mean people who always or never deliver.
                if (mean * (1 - mean) / (spread * spread) < 3) break;
                var usual = new Spot(mean, spread);
                var (lastN, last) = (0L, default(BetaBinomial));
                var log = 0.0;
                for (var i = 0; i < distinct.Count; i++)
                {
                    var (k, n) = distinct[i].Key;
                    if (lastN == 0 || (lastN != n && designEffect > 1)) (lastN, last) = (n, usual.At(n, designEffect));
                    var own = Math.Log(1 - OutlierShare) + last.LogSequenceProbability(k, n);
                    var larger = Math.Max(own, part[i]);
                    log += distinct[i].Value * (larger + Math.Log(1 + Math.Exp(Math.Min(own, part[i]) - larger)));
                }

                grid.Add((log, usual, outlying));
            }
        }

        var top = grid.Max(g => g.Log);
        grid.RemoveAll(g => g.Log - top < Math.Log(Unimportant));
        var total = grid.Sum(g => Math.Exp(g.Log - top));
        double WeightOf(double log) => Math.Exp(log - top) / total;
        return new BetweenStaffModel(
            [.. grid.Select(g => (WeightOf(g.Log), g.Usual, g.Outlying))],
            designEffect,
            grid.Sum(g => WeightOf(g.Log) * g.Usual.Mean),
            grid.Sum(g => WeightOf(g.Log) * g.Usual.Spread));
    }

    /// <summary>P(K ≤ k) of a usual person, averaged over μ and σ; 0 to 1.</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 1.</param>
    public double LowerTail(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        return Cumulative(trials)[successes];
    }

    /// <summary>
    /// The rates between which a usual person stays with the given chance: the least k/n with P(K ≤ k) ≥ (1 − chance)/2 and the least with
    /// P(K ≤ k) ≥ (1 + chance)/2. Outside is strictly under or over them.
    /// </summary>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="chance">Between 0 and 1, both excluded.</param>
    public FunnelLimits Limits(long trials, double chance = 0.998)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        if (!(chance is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "Between 0 and 1.");
        var tails = Cumulative(trials);
        return new FunnelLimits(First((1 - chance) / 2), First((1 + chance) / 2));

        double First(double probability)
        {
            var k = Array.FindIndex(tails, t => t >= probability);
            return k < 0 ? 1 : (double)k / trials;
        }
    }

    /// <summary>Chance that a person with k of n belongs to the outlying part, 0 to 1.</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 0.</param>
    public double OutlyingProbability(long successes, long trials) => Expected(successes, trials).Outlying;

    /// <summary>
    /// A person's own rate as it is to be expected after k of n: drawn towards that of the usual people, less so the more speaks for an outlying person.
    /// </summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 0.</param>
    /// <returns>0 to 1.</returns>
    public double ShrunkenRate(long successes, long trials) => Expected(successes, trials).Rate;

    // Means over μ, σ and both parts, weighed by how likely each makes k of n.
    private (double Rate, double Outlying) Expected(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (expected.TryGetValue((successes, trials), out var known)) return known;
        var logs = points.ConvertAll(p => (
            Usual: Math.Log(p.Weight * (1 - OutlierShare)) + p.Usual.At(Math.Max(1, trials), designEffect).LogSequenceProbability(successes, trials),
            Outlying: Math.Log(p.Weight * OutlierShare) + p.Outlying.LogSequenceProbability(successes, trials)));
        var top = logs.Max(l => Math.Max(l.Usual, l.Outlying));
        double weights = 0, rates = 0, outlying = 0;
        for (var i = 0; i < points.Count; i++)
        {
            double usual = Math.Exp(logs[i].Usual - top), other = Math.Exp(logs[i].Outlying - top);
            weights += usual + other;
            outlying += other;
            rates += usual * MeanAfter(points[i].Usual.At(1, 1)) + other * MeanAfter(points[i].Outlying);
        }

        return expected[(successes, trials)] = (rates / weights, outlying / weights);

        // n interactions of days alike within themselves tell as much of a person's own rate as n/d independent ones.
        double MeanAfter(BetaBinomial part) => (successes / designEffect + part.Alpha) / (trials / designEffect + part.Alpha + part.Beta);
    }

    // P(K ≤ k) for k = 0 … n.
    private double[] Cumulative(long trials)
    {
        if (cumulative.TryGetValue(trials, out var known)) return known;
        var tails = new double[trials + 1];
        foreach (var (weight, spot, _) in points)
        {
            var usual = spot.At(trials, designEffect);
            // From near the mode outwards, by the ratio of neighbours.
            var mode = (long)Math.Clamp(Math.Round(trials * usual.Alpha / (usual.Alpha + usual.Beta)), 0, trials);
            var top = weight * Math.Exp(usual.LogProbability(mode, trials));
            var term = top;
            for (var k = mode; k >= 0 && term > 0; k--)
            {
                tails[k] += term;
                term *= k * (trials - k + usual.Beta) / ((trials - k + 1) * (k - 1 + usual.Alpha));
            }

            term = top;
            for (var k = mode; k < trials && term > 0; k++)
            {
                term *= (trials - k) * (k + usual.Alpha) / ((k + 1) * (trials - k - 1 + usual.Beta));
                tails[k + 1] += term;
            }
        }

        for (var k = 1; k <= trials; k++) tails[k] = Math.Min(1, tails[k] + tails[k - 1]);
        return cumulative[trials] = tails;
    }

    /// <summary>Usual people at a point of the grid.</summary>
    private readonly record struct Spot(double Mean, double Spread)
    {
        /// <summary>k of n of them: their own rates differ, and so do their days.</summary>
        public BetaBinomial At(long trials, double designEffect)
        {
            var days = Math.Min((designEffect - 1) / trials, MostOfDays);
            return BetaBinomial.OfSpread(Mean, days == 0 ? Spread : Math.Sqrt(Spread * Spread + Mean * (1 - Mean) * days));
        }
    }
}
