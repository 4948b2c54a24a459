using MathNet.Numerics.RootFinding;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Comparison;

/// <summary>
/// Units whose own rates follow a beta distribution, fitted by maximum likelihood; with it each unit's rate is shrunken (empirical Bayes).
/// The likelihood is Π C(n, k)·Π_{j&lt;k}(μ + jθ)·Π_{j&lt;n−k}(1 − μ + jθ)/Π_{j&lt;n}(1 + jθ), θ = ρ/(1 − ρ), which is binomial at ρ = 0.
/// Sources: D. A. Griffiths, Biometrics 29 (1973) 637–648; B. Efron and C. Morris, JASA 70 (1975) 311–319.
/// </summary>
/// <param name="Mean">μ, 0 to 1.</param>
/// <param name="Correlation">ρ = 1/(α + β + 1), 0 to 1: 0 when units differ by chance only, 1 when each is all or nothing.</param>
/// <param name="LogLikelihood">ln L at the estimates.</param>
/// <param name="BinomialLogLikelihood">ln L at ρ = 0.</param>
public sealed record BetaBinomialFit(double Mean, double Correlation, double LogLikelihood, double BinomialLogLikelihood)
{
    // Where the search begins, so that a second hill of the likelihood is not overlooked.
    private static readonly double[] Grid =
    [
        0, 1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 2e-3, 4e-3, 7e-3, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6,
        0.7, 0.8, 0.9,
        0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 0.99999,
    ];

    /// <summary>α = μ(1/ρ − 1), successes that the common rate is worth; infinite at ρ = 0.</summary>
    public double Alpha => Correlation == 0 ? double.PositiveInfinity : Mean * (1 / Correlation - 1);

    /// <summary>β = (1 − μ)(1/ρ − 1), failures that the common rate is worth; infinite at ρ = 0.</summary>
    public double Beta => Correlation == 0 ? double.PositiveInfinity : (1 - Mean) * (1 / Correlation - 1);

    /// <summary>2·(ln L − ln L at ρ = 0), at least 0.</summary>
    public double LikelihoodRatio => Math.Max(0, 2 * (LogLikelihood - BinomialLogLikelihood));

    /// <summary>p-value of "units do not differ", <see cref="ChiSquare.BoundaryPValue"/>.</summary>
    public double PValue => ChiSquare.BoundaryPValue(LikelihoodRatio);

    /// <summary>Fits the model. The work grows with the largest n, not with the number of units.</summary>
    /// <param name="units">k of n, 0 ≤ k ≤ n; units with n = 0 say nothing.</param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n, or there is no trial at all.</exception>
    public static BetaBinomialFit Of(IReadOnlyCollection<(long K, long N)> units)
    {
        if (units.Any(u => u.K < 0 || u.K > u.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(units));
        double k = units.Sum(u => u.K), n = units.Sum(u => u.N), p = k / n;
        if (n == 0) throw new ArgumentException("No trial at all.", nameof(units));
        var constant = units.Sum(u => BetaBinomial.LogChoose(u.N, u.K));
        // All met or all missed: the likelihood is 1 whatever ρ is, and nothing speaks for a spread.
        if (k == 0 || k == n) return new BetaBinomialFit(p, 0, 0, 0);

        var likelihood = new Likelihood(units);
        var binomial = constant + k * Math.Log(p) + (n - k) * Math.Log(1 - p);
        if (likelihood.Longest == 1) return new BetaBinomialFit(p, 0, binomial, binomial);
        if (units.All(u => u.K == 0 || u.K == u.N)) return AllOrNothing(units, binomial);

        var heights = Grid.Select(likelihood.Profile).ToArray();
        var top = Array.IndexOf(heights, heights.Max());
        double low = Grid[Math.Max(0, top - 1)], high = top + 1 < Grid.Length ? Grid[top + 1] : 1 - 1e-9;
        double rho;
        if (top == 0 && likelihood.ProfileSlope(0) <= 0) rho = 0;
        else if (likelihood.ProfileSlope(low) > 0 && likelihood.ProfileSlope(high) < 0)
            rho = Brent.TryFindRoot(likelihood.ProfileSlope, low, high, 1e-14, 200, out var root) ? root : Grid[top];
        else rho = Grid[top];
        return new BetaBinomialFit(likelihood.MeanAt(rho), rho, Math.Max(binomial, constant + likelihood.Profile(rho)), binomial);
    }

    /// <summary>The shrunken rate of a unit.</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, at least 0; with 0 it is the common distribution.</param>
    /// <param name="level">Of the interval, between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not in 0…n, or the level is not between 0 and 1.</exception>
    public ShrunkenRate Shrink(long successes, long trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "Between 0 and 1.");
        if (Correlation == 0) return new ShrunkenRate(Mean, Mean, Mean);
        double a = successes + Alpha, b = trials - successes + Beta;
        // All or nothing, and nothing seen of this unit yet.
        if (a + b == 0) return new ShrunkenRate(Mean, 0, 1);
        return new ShrunkenRate(
            a / (a + b), IncompleteBeta.Quantile(a, b, (1 - level) / 2), IncompleteBeta.Quantile(a, b, (1 + level) / 2));
    }

    private static BetaBinomialFit AllOrNothing(IReadOnlyCollection<(long K, long N)> units, double binomial)
    {
        double all = units.Count(u => u.N > 0 && u.K == u.N), none = units.Count(u => u.N > 0 && u.K == 0), share = all / (all + none);
        return new BetaBinomialFit(share, 1, all * Math.Log(share) + none * Math.Log(1 - share), binomial);
    }

    /// <summary>ln L without its constant, from the numbers of units with more than j successes, failures and trials.</summary>
    private sealed class Likelihood
    {
        private readonly long[] successes, failures, trials;

        public Likelihood(IReadOnlyCollection<(long K, long N)> units)
        {
            successes = MoreThan(units, u => u.K);
            failures = MoreThan(units, u => u.N - u.K);
            trials = MoreThan(units, u => u.N);
        }

        public int Longest => trials.Length;

        public double Profile(double rho)
        {
            double theta = rho / (1 - rho), mean = MeanAt(rho), sum = 0;
            for (var j = 0; j < successes.Length; j++) sum += successes[j] * Math.Log(mean + j * theta);
            for (var j = 0; j < failures.Length; j++) sum += failures[j] * Math.Log(1 - mean + j * theta);
            for (var j = 1; j < trials.Length; j++) sum -= trials[j] * Math.Log(1 + j * theta);
            return sum;
        }

        // ∂ln L/∂θ at the best μ; its sign is that of the slope in ρ.
        public double ProfileSlope(double rho)
        {
            double theta = rho / (1 - rho), mean = MeanAt(rho), sum = 0;
            for (var j = 1; j < successes.Length; j++) sum += successes[j] * j / (mean + j * theta);
            for (var j = 1; j < failures.Length; j++) sum += failures[j] * j / (1 - mean + j * theta);
            for (var j = 1; j < trials.Length; j++) sum -= trials[j] * j / (1 + j * theta);
            return sum;
        }

        // ln L is concave in μ: Newton, with bisection where a step would leave the bracket.
        public double MeanAt(double rho)
        {
            double theta = rho / (1 - rho), low = 0, high = 1, mean = (double)successes.Sum() / (successes.Sum() + failures.Sum());
            if (theta == 0) return mean;
            for (var i = 0; i < 200; i++)
            {
                double slope = 0, curve = 0;
                for (var j = 0; j < successes.Length; j++)
                {
                    var d = 1 / (mean + j * theta);
                    slope += successes[j] * d;
                    curve += successes[j] * d * d;
                }

                for (var j = 0; j < failures.Length; j++)
                {
                    var d = 1 / (1 - mean + j * theta);
                    slope -= failures[j] * d;
                    curve += failures[j] * d * d;
                }

                if (slope > 0) low = mean;
                else high = mean;
                var next = mean + slope / curve;
                if (!(next > low && next < high)) next = (low + high) / 2;
                if (Math.Abs(next - mean) <= 1e-16) break;
                mean = next;
            }

            return mean;
        }

        private static long[] MoreThan(IReadOnlyCollection<(long K, long N)> units, Func<(long K, long N), long> count)
        {
            var most = units.Max(count);
            var exactly = new long[most + 1];
            foreach (var unit in units) exactly[count(unit)]++;
            var more = new long[most];
            var sum = 0L;
            for (var j = most; j > 0; j--) more[j - 1] = sum += exactly[j];
            return more;
        }
    }
}
