using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>
/// How people differ from what colleagues deliver in the same surroundings, with room for a few who are far below the rest: a person's k of
/// n has likelihood (1 − w)·BB(μ, σ) + w·BB(μ − 0.15, strength 30). μ is the colleagues' rate, moved for everybody alike by a shift on the
/// logit scale; w is the share of outlying people (<see cref="OutlierShare"/>); σ is the standard deviation of usual people's own rates
/// around it, at the common rate c, and σ·μ(1 − μ)/(c(1 − c)) where μ is another, which is the same on the logit scale.
/// Shift and σ are not fixed but carry weights on a grid. The shift is sought around that of the median person, however many are far below,
/// and σ has the prior 0.9·HN(0.035) + 0.1·HN(0.2), HN the half-normal distribution: small as a rule, wide where the data say so. What
/// colleagues deliver is itself uncertain, by their chance and by who they are (<see cref="ColleagueRate"/>), and widens what is usual.
/// Days that are good or bad as a whole make the k of a person spread more than chance does; the design effect d tells by how much, and
/// Var(k/n) = σ² + μ(1 − μ)·d/n, but for terms of σ²/n (L. Kish, Survey Sampling (1965), section 8.2). The outlying part keeps the very
/// people one looks for from widening the spread that they are judged by.
/// Sources: D. Ohlssen, L. D. Sharples and D. J. Spiegelhalter, JRSS A 170 (2007) 865–890; J. O. Berger, Statistical Decision Theory and
/// Bayesian Analysis, 2nd ed. (1985), chapter 4; A. Gelman, Bayesian Analysis 1 (2006) 515–534 for the prior. Not for several threads at
/// once: what it worked out for one n it keeps.
/// </summary>
public sealed class BetweenStaffModel
{
    // The shift: so many steps of half a standard error on either side of the median person's.
    private const int ShiftSteps = 8;

    // A prior as wide as this many standard errors of the median: the data may move the shift, but a third of the people far below may not.
    private const double ShiftPrior = 1.5;

    // σ: 0.003, and by 1.35 each time to 0.36, beyond which no share between 0 and 1 can have a single hill.
    private const double SpreadFrom = 0.003, SpreadFactor = 1.35, WideSpread = 0.2, WideShare = 0.1;
    private const int SpreadCount = 17;

    /// <summary>The scale of σ as it is as a rule.</summary>
    internal const double UsualSpread = 0.035;

    // A grid point of less weight than this part of the heaviest cannot move a probability that decides anything.
    private const double Unimportant = 1e-5;

    // From here on the steps of k are so small that a distribution of k/n itself, with the same mean and variance, gives the same chance.
    private const int ManyTrials = 5_000;

    private readonly List<Point> points;
    private readonly double designEffect, common;
    private readonly Dictionary<ColleagueRate, double[]> cumulative = [];

    private BetweenStaffModel(List<Point> points, double designEffect, double common)
    {
        (this.points, this.designEffect, this.common) = (points, designEffect, common);
        Mean = points.Sum(p => p.Weight * OwnRate.Moved(common, p.Shift));
        Spread = points.Sum(p => p.Weight * p.Spread);
    }

    /// <summary>Expected rate of a usual person in the surroundings of all interactions, 0 to 1.</summary>
    public double Mean { get; }

    /// <summary>Expected σ, standard deviation of the usual people's own rates.</summary>
    public double Spread { get; }

    /// <summary>Weighs the grid by what is known, where surroundings are the same for everybody.</summary>
    /// <param name="counts">k of n per person; people with n = 0 say nothing.</param>
    /// <param name="designEffect">d = 1 + (interactions of a person's day − 1)·ρ, at least 1.</param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n, or there is no interaction at all.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The design effect is under 1.</exception>
    public static BetweenStaffModel Of(IReadOnlyCollection<(long K, long N)> counts, double designEffect = 1)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double k = counts.Sum(c => c.K), n = counts.Sum(c => c.N);
        return Of([.. counts.Select(c => new ColleagueRate(c.K, c.N, 0, n == 0 ? 0 : k / n, 0, 0))], designEffect);
    }

    /// <summary>Weighs the grid by what is known.</summary>
    /// <param name="people">Each person with what colleagues deliver in the same surroundings; people with n = 0 say nothing.</param>
    /// <param name="designEffect">d = 1 + (interactions of a person's day − 1)·ρ, at least 1.</param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n, or there is no interaction at all.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The design effect is under 1.</exception>
    public static BetweenStaffModel Of(IReadOnlyCollection<ColleagueRate> people, double designEffect = 1)
    {
        ArgumentNullException.ThrowIfNull(people);
        if (!(designEffect >= 1) || double.IsInfinity(designEffect))
            throw new ArgumentOutOfRangeException(nameof(designEffect), designEffect, "At least 1.");
        if (people.Any(c => c.K < 0 || c.K > c.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(people));
        // People with the same figures count as often: where surroundings are the same most have them. In one order, so that sums are the
        // same to the last bit.
        var distinct = people.Where(c => c.N > 0).CountBy(c => c)
            .OrderBy(c => c.Key.N).ThenBy(c => c.Key.K).ThenBy(c => c.Key.Rate).ThenBy(c => c.Key.Chance)
            .ThenBy(c => c.Key.Company).ToList();
        if (distinct.Count == 0) throw new ArgumentException("No interaction at all.", nameof(people));
        var common = OwnRate.Inside(distinct.Sum(c => c.Value * c.Key.N * c.Key.Rate) / distinct.Sum(c => (double)c.Value * c.Key.N));
        var (middle, error) = MedianShift.Of(distinct, designEffect);

        var grid = new List<(double Log, double Shift, double Spread, double Share)>();
        var prior = OutlierShare.Prior();
        var shares = new double[prior.Length];
        for (var i = -ShiftSteps; i <= ShiftSteps; i++)
        {
            var shift = middle + i * error / 2;
            var outlying = distinct.ConvertAll(c => OwnRate.Outlying(c.Key.Rate, shift).LogSequenceProbability(c.Key.K, c.Key.N));
            for (var j = 0; j < SpreadCount; j++)
            {
                var spread = SpreadFrom * Math.Pow(SpreadFactor, j);
                // The grid of σ is one of its logarithm: a step is as wide as σ is large.
                var log = Math.Log(spread * PriorOfSpread(spread)) - Square(i / 2.0 / ShiftPrior) / 2;
                prior.CopyTo(shares, 0);
                for (var c = 0; c < distinct.Count; c++)
                {
                    var (person, times) = distinct[c];
                    var counts = OwnRate.Usual(person, shift, spread, common, designEffect, withDays: true);
                    OutlierShare.Take(shares, counts.LogSequenceProbability(person.K, person.N), outlying[c], times);
                }

                var (ofPeople, share) = OutlierShare.Averaged(shares);
                grid.Add((log + ofPeople, shift, spread, share));
            }
        }

        var top = grid.Max(g => g.Log);
        grid.RemoveAll(g => g.Log - top < Math.Log(Unimportant));
        var total = grid.Sum(g => Math.Exp(g.Log - top));
        return new BetweenStaffModel(
            [.. grid.Select(g => new Point(Math.Exp(g.Log - top) / total, g.Shift, g.Spread, g.Share))], designEffect, common);
    }

    /// <summary>P(K ≤ k) of a usual person in the same surroundings, averaged over shift and σ; 0 to 1.</summary>
    /// <param name="person">k of n, n at least 1, with what colleagues deliver there.</param>
    public double LowerTail(in ColleagueRate person)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(person.N, 1, nameof(person));
        ArgumentOutOfRangeException.ThrowIfNegative(person.K, nameof(person));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(person.K, person.N, nameof(person));
        if (person.K == person.N) return 1;
        return person.N > ManyTrials ? TailOfMany(person) : Cumulative(person with { K = 0 })[person.K];
    }

    /// <summary>The same where surroundings are those of everybody together.</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 1.</param>
    public double LowerTail(long successes, long trials) => LowerTail(Anywhere(successes, trials));

    /// <summary>
    /// The rates between which a usual person stays with the given chance: the least k/n with P(K ≤ k) ≥ (1 − chance)/2 and the least with
    /// P(K ≤ k) ≥ (1 + chance)/2. Outside is strictly under or over them.
    /// </summary>
    /// <param name="person">n, at least 1, and what colleagues deliver there; k does not matter.</param>
    /// <param name="chance">Between 0 and 1, both excluded.</param>
    public FunnelLimits Limits(ColleagueRate person, double chance = 0.998)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(person.N, 1, nameof(person));
        if (!(chance is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "Between 0 and 1.");
        return new FunnelLimits(First((1 - chance) / 2), First((1 + chance) / 2));

        double First(double probability) => (double)FirstWhere(person.N, k => LowerTail(person with { K = k }) >= probability) / person.N;
    }

    /// <summary>The same where surroundings are those of everybody together.</summary>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="chance">Between 0 and 1, both excluded.</param>
    public FunnelLimits Limits(long trials, double chance = 0.998) => Limits(Anywhere(0, trials), chance);

    /// <summary>
    /// A person's own rate as it is to be expected after k of n where surroundings are those of everybody together, see
    /// <see cref="Expected"/>.
    /// </summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 0.</param>
    public double ShrunkenRate(long successes, long trials) => Expected(Anywhere(successes, trials)).Rate;

    /// <summary>The least k from 0 to n for which a condition holds that goes on to hold once it does; n where it never does.</summary>
    internal static long FirstWhere(long trials, Func<long, bool> holds)
    {
        long from = 0, to = trials;
        while (from < to)
        {
            var middle = from + (to - from) / 2;
            if (holds(middle)) to = middle;
            else from = middle + 1;
        }

        return from;
    }

    private ColleagueRate Anywhere(long successes, long trials) => new(successes, trials, 0, common, 0, 0);

    /// <summary>
    /// A person's own rate as it is to be expected after k of n: drawn towards that of usual people in the same surroundings, less so the
    /// more speaks for an outlying person; and the chance that the person is one. Means over shift, σ and both parts, weighed by how likely
    /// each makes k of n.
    /// </summary>
    /// <param name="person">k of n, with what colleagues deliver there.</param>
    /// <returns>Both 0 to 1.</returns>
    public (double Rate, double Outlying) Expected(in ColleagueRate person)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(person.K, nameof(person));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(person.K, person.N, nameof(person));
        var top = double.NegativeInfinity;
        double weights = 0, rates = 0, outlying = 0;
        foreach (var point in points)
        {
            var other = OwnRate.Outlying(person.Rate, point.Shift);
            var counts = OwnRate.Usual(person, point.Shift, point.Spread, common, designEffect, withDays: true);
            var own = OwnRate.Usual(person, point.Shift, point.Spread, common, designEffect, withDays: false);
            Take(Math.Log(point.Weight * (1 - point.Share)), counts, own, person, isOutlying: false);
            Take(Math.Log(point.Weight * point.Share), other, other, person, isOutlying: true);
        }

        return (rates / weights, outlying / weights);

        void Take(double prior, in BetaBinomial ofCounts, in BetaBinomial ofRate, in ColleagueRate of, bool isOutlying)
        {
            var log = prior + ofCounts.LogSequenceProbability(of.K, of.N);
            if (log > top)
            {
                var scale = Math.Exp(top - log);
                (top, weights, rates, outlying) = (log, weights * scale, rates * scale, outlying * scale);
            }

            var weight = Math.Exp(log - top);
            weights += weight;
            if (isOutlying) outlying += weight;
            // n interactions of days alike within themselves tell as much of a person's own rate as n/d independent ones.
            rates += weight * (of.K / designEffect + ofRate.Alpha) / (of.N / designEffect + ofRate.Alpha + ofRate.Beta);
        }
    }

    // Var(k/n) = v + μ(1 − μ)/n·(1 − v/(μ(1 − μ))), v the variance of the person's chance.
    private double TailOfMany(in ColleagueRate person)
    {
        var tail = 0.0;
        foreach (var point in points)
        {
            var usual = OwnRate.Usual(person, point.Shift, point.Spread, common, designEffect, withDays: true);
            var strength = usual.Alpha + usual.Beta;
            var mean = usual.Alpha / strength;
            var ofShare = 1 / (strength + 1);
            var together = 1 / (ofShare + (1 - ofShare) / person.N) - 1;
            tail += point.Weight * IncompleteBeta.Cdf(mean * together, (1 - mean) * together, (person.K + 0.5) / person.N);
        }

        return Math.Min(1, tail);
    }

    // P(K ≤ k) for k = 0 … n.
    private double[] Cumulative(in ColleagueRate person)
    {
        if (cumulative.TryGetValue(person, out var known)) return known;
        var trials = person.N;
        var tails = new double[trials + 1];
        foreach (var point in points)
        {
            var usual = OwnRate.Usual(person, point.Shift, point.Spread, common, designEffect, withDays: true);
            // From near the mode outwards, by the ratio of neighbours. Under α = 1 or β = 1 the ends are higher than the middle, and none
            // of them is left out.
            var mode = (long)Math.Clamp(Math.Round(trials * usual.Alpha / (usual.Alpha + usual.Beta)), 0, trials);
            var top = point.Weight * Math.Exp(usual.LogProbability(mode, trials));
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
        return cumulative[person] = tails;
    }

    private static double PriorOfSpread(double spread) =>
        (1 - WideShare) * HalfNormal(spread, UsualSpread) + WideShare * HalfNormal(spread, WideSpread);

    // But for √(2/π).
    private static double HalfNormal(double x, double scale) => Math.Exp(-Square(x / scale) / 2) / scale;

    private static double Square(double x) => x * x;

    private readonly record struct Point(double Weight, double Shift, double Spread, double Share);
}
