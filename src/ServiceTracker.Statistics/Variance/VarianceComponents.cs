namespace ServiceTracker.Statistics.Variance;

/// <summary>
/// How much of the variance of observations lies between the groups of each factor: y = μ + Σ bᶠ + e, bᶠ ~ N(0, σ²ᶠ), e ~ N(0, σ²), factors
/// crossed or nested, unbalanced as they come. Restricted maximum likelihood: −2 ln L = ln|V| + ln|1'V⁻¹1| + r'V⁻¹r + (N − 1) ln 2π. A
/// component that would be negative is 0. Sources: H. D. Patterson and R. Thompson, Biometrika 58 (1971) 545–554; D. Bates et al., Journal
/// of Statistical Software 67 (2015) no. 1, for the criterion with σ² profiled out.
/// </summary>
/// <param name="GrandMean">μ, each group weighted by what it tells; in units of the observations.</param>
/// <param name="Components">One per factor in the order given, then the residual.</param>
/// <param name="Criterion">−2 ln L at the estimates; −∞ when nothing varies at all.</param>
/// <param name="IsSingular">A factor's component is 0.</param>
/// <param name="HasConverged">
/// No step improved the criterion before <see cref="MostIterations"/> were used up. False where there is no largest likelihood: groups that
/// differ while nothing varies within them make it grow without end. The components are then what was reached, not an answer.
/// </param>
public sealed record VarianceComponents(
    double GrandMean, IReadOnlyList<VarianceComponent> Components, double Criterion, bool IsSingular, bool HasConverged = true)
{
    /// <summary>Most Newton steps from a start; ordinary data take under 20.</summary>
    public const int MostIterations = 200;

    /// <summary>Name of what no factor explains.</summary>
    public const string ResidualName = "Residual";

    // A ratio of standard deviations under this is 0: it is beyond what the criterion can tell from 0.
    private const double Negligible = 1e-4;

    /// <summary>The component of a factor or of the residual.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public VarianceComponent this[string name] => Components.First(c => c.Name == name);

    /// <summary>From single observations.</summary>
    /// <param name="values">Finite, at least two.</param>
    /// <param name="factors">With a group for every value; without any all variance is residual. Each needs fewer groups than there are
    /// values.</param>
    /// <exception cref="ArgumentException">A value is not finite, a factor does not fit, or a factor has a group for each
    /// value.</exception>
    public static VarianceComponents Of(IReadOnlyList<double> values, IReadOnlyList<GroupingFactor> factors)
    {
        if (values.Count == 0 || !values.All(double.IsFinite)) throw new ArgumentException("Finite values.", nameof(values));
        // Squares of deviations from the mean keep digits that squares of large values lose.
        var centre = values.Average();
        var fit = Of([.. values.Select(v => new CellSum(1, v - centre, (v - centre) * (v - centre)))], factors);
        return fit with { GrandMean = fit.GrandMean + centre };
    }

    /// <summary>From sums, one row per cell; rows of the same groups may repeat. The work grows with the number of cells, not of
    /// observations.</summary>
    /// <param name="cells">Cells with N &gt; 0.</param>
    /// <param name="factors">With a group for every cell; without any all variance is residual. Each needs fewer groups than there are
    /// observations.</param>
    /// <param name="iterations">Most Newton steps from a start, at least 1.</param>
    /// <exception cref="ArgumentException">A cell is empty or not finite, a factor does not fit, or a factor has a group for each
    /// observation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 step.</exception>
    public static VarianceComponents Of(
        IReadOnlyList<CellSum> cells, IReadOnlyList<GroupingFactor> factors, int iterations = MostIterations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        if (cells.Any(c => !(c.N > 0) || !double.IsFinite(c.Sum) || !double.IsFinite(c.SumOfSquares)))
            throw new ArgumentException("Cells with at least one observation and finite sums.", nameof(cells));
        if (factors.Any(f => f.Levels.Count != cells.Count)) throw new ArgumentException("A group for every cell.", nameof(factors));
        var total = cells.Sum(c => c.N);
        if (total <= 1 || factors.Any(f => f.Count >= total))
            throw new ArgumentException("Fewer groups than observations.", nameof(factors));

        var profile = new RestrictedLikelihood(cells, factors);
        if (profile.NothingVaries) return Nothing(profile.Mean(new double[factors.Count]), factors);

        var best = NewtonMinimizer.Minimize(profile.Criterion, [.. factors.Select(_ => 1.0)], iterations);
        var other = NewtonMinimizer.Minimize(profile.Criterion, [.. factors.Select(_ => 0.1)], iterations);
        if (other.Value < best.Value - 1e-9) best = other;
        var settled = Settle(profile, best.At, iterations);
        return Result(profile, settled.At, settled.Value, factors) with { HasConverged = best.Converged && settled.Converged };
    }

    // The criterion is even in each ratio, so that 0 is a level spot, not always a low one: leave it where it goes down, go there where it
    // does not matter.
    private static (double[] At, double Value, bool Converged) Settle(RestrictedLikelihood profile, double[] at, int iterations)
    {
        at = [.. at.Select(Math.Abs)];
        var value = profile.Criterion(at);
        var converged = double.IsFinite(value);
        for (var round = 0; round < 3; round++)
        {
            var changed = false;
            for (var i = 0; i < at.Length; i++)
            {
                if (at[i] == 0) continue;
                var without = (double[])at.Clone();
                without[i] = 0;
                var there = profile.Criterion(without);
                if (at[i] < Negligible || there <= value)
                {
                    (at, value) = (without, there);
                    changed = true;
                }
            }

            for (var i = 0; i < at.Length; i++)
            {
                if (at[i] != 0) continue;
                foreach (var try_ in (double[])[0.01, 0.05, 0.2])
                {
                    var with = (double[])at.Clone();
                    with[i] = try_;
                    if (profile.Criterion(with) >= value - 1e-9) continue;
                    var lower = NewtonMinimizer.Minimize(profile.Criterion, with, iterations);
                    if (lower.Value >= value - 1e-9) continue;
                    (at, value) = ([.. lower.At.Select(Math.Abs)], lower.Value);
                    changed = true;
                    break;
                }
            }

            if (!changed) break;
            var zeros = at.Select(a => a == 0).ToArray();
            var free = Enumerable.Range(0, at.Length).Where(i => !zeros[i]).ToArray();
            var template = at;
            var refined = NewtonMinimizer.Minimize(
                x =>
                {
                    var full = (double[])template.Clone();
                    for (var i = 0; i < free.Length; i++) full[free[i]] = x[i];
                    return profile.Criterion(full);
                },
                [.. free.Select(i => template[i])],
                iterations);
            at = (double[])template.Clone();
            for (var i = 0; i < free.Length; i++) at[free[i]] = Math.Abs(refined.At[i]);
            (value, converged) = (refined.Value, refined.Converged);
        }

        return (at, value, converged);
    }

    private static VarianceComponents Nothing(double mean, IReadOnlyList<GroupingFactor> factors) => new(
        mean,
        [.. factors.Select(f => new VarianceComponent(f.Name, 0, 0)), new VarianceComponent(ResidualName, 0, 1)],
        double.NegativeInfinity,
        true);

    private static VarianceComponents Result(
        RestrictedLikelihood profile, double[] at, double criterion, IReadOnlyList<GroupingFactor> factors)
    {
        var residual = profile.Residual(at);
        var total = residual * (1 + at.Sum(a => a * a));
        if (total == 0) return Nothing(profile.Mean(at), factors);
        return new VarianceComponents(
            profile.Mean(at),
            [
                .. factors.Select((f, i) => new VarianceComponent(f.Name, at[i] * at[i] * residual, at[i] * at[i] * residual / total)),
                new VarianceComponent(ResidualName, residual, residual / total),
            ],
            criterion,
            at.Any(a => a == 0));
    }
}
