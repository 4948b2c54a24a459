using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Variance;

/// <summary>
/// How much groups differ in a rate, on the logit scale: logit p = β + b, b ~ N(0, σ²), fitted by maximum likelihood with Laplace's
/// approximation of the integral over each b. Source: D. Bates et al., Journal of Statistical Software 67 (2015) no. 1; N. E. Breslow and
/// D. G. Clayton, JASA 88 (1993) 9–25.
/// </summary>
/// <param name="Intercept">β, logit of the rate of a middling group; infinite when nothing or everything was met.</param>
/// <param name="GroupVariance">σ², at least 0.</param>
/// <param name="LogLikelihood">ln L, binomial coefficients included.</param>
public sealed record BinomialVarianceComponents(double Intercept, double GroupVariance, double LogLikelihood)
{
    /// <summary>
    /// σ²/(σ² + π²/3), the share of variance between groups of the hidden continuous scale, 0 to 1.
    /// Source: H. Goldstein, W. Browne and J. Rasbash, Understanding Statistics 1 (2002) 223–231.
    /// </summary>
    public double LatentCorrelation => GroupVariance / (GroupVariance + Math.PI * Math.PI / 3);

    /// <summary>Fits the model.</summary>
    /// <param name="counts">k of n, 0 ≤ k ≤ n, with the group; a group may have several.</param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n, or there is no trial at all.</exception>
    public static BinomialVarianceComponents Of<T>(IReadOnlyCollection<(long K, long N, T Group)> counts)
        where T : notnull
    {
        if (counts.Any(c => c.K < 0 || c.K > c.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(counts));
        var groups = counts.GroupBy(c => c.Group).Select(g => (K: (double)g.Sum(c => c.K), N: (double)g.Sum(c => c.N)))
            .Where(g => g.N > 0).ToList();
        double k = groups.Sum(g => g.K), n = groups.Sum(g => g.N);
        if (n == 0) throw new ArgumentException("No trial at all.", nameof(counts));
        if (k == 0) return new BinomialVarianceComponents(double.NegativeInfinity, 0, 0);
        if (k == n) return new BinomialVarianceComponents(double.PositiveInfinity, 0, 0);

        var constant = counts.Sum(c => BetaBinomial.LogChoose(c.N, c.K));
        double Deviance(double intercept, double sigma) => -2 * groups.Sum(g => Laplace(g.K, g.N, intercept, sigma));
        // Where σ is 0 the likelihood is level in it: the search begins away from there, and 0 is tried by itself.
        var logit = Math.Log(k / (n - k));
        var (at, value) = ((double[])[logit, 0], Deviance(logit, 0));
        foreach (var start in (double[])[0.3, 1, 2])
        {
            var found = NewtonMinimizer.Minimize(x => Deviance(x[0], x[1]), [logit, start]);
            if (found.Value < value - 1e-9) (at, value) = (found.At, found.Value);
        }

        return new BinomialVarianceComponents(at[0], at[1] * at[1], constant - value / 2);
    }

    // ln ∫ Binomial(k; n, β + σu) φ(u) du without its constant, by the height and the curvature at the best u.
    private static double Laplace(double k, double n, double intercept, double sigma)
    {
        double u = 0, height = Height(u);
        for (var i = 0; i < 100; i++)
        {
            var p = 1 / (1 + Math.Exp(-intercept - sigma * u));
            var slope = sigma * (k - n * p) - u;
            var step = slope / (1 + sigma * sigma * n * p * (1 - p));
            // The height is concave in u: halving a step that overshoots suffices.
            double next = u + step, there = Height(next);
            while (there < height && Math.Abs(step) > 1e-14)
            {
                step /= 2;
                next = u + step;
                there = Height(next);
            }

            (u, height) = (next, there);
            if (Math.Abs(step) <= 1e-12 * (1 + Math.Abs(u))) break;
        }

        var chance = 1 / (1 + Math.Exp(-intercept - sigma * u));
        return height - 0.5 * Math.Log(1 + sigma * sigma * n * chance * (1 - chance));

        double Height(double at)
        {
            var eta = intercept + sigma * at;
            // ln(1 + eᵉ) without overflow.
            return k * eta - n * (Math.Max(eta, 0) + Math.Log(1 + Math.Exp(-Math.Abs(eta)))) - at * at / 2;
        }
    }
}
