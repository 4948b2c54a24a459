using MathNet.Numerics.LinearAlgebra;

namespace ServiceTracker.Statistics.Variance;

/// <summary>One part of a variance.</summary>
/// <param name="Name">The factor's name, or <see cref="VarianceComponents.ResidualName"/>.</param>
/// <param name="Variance">At least 0, in squared units of the observations.</param>
/// <param name="Share">Its share of the total, 0 to 1; all of an absent variance counts as residual.</param>
public readonly record struct VarianceComponent(string Name, double Variance, double Share);

/// <summary>
/// How much of the variance of observations lies between the groups of each factor: y = μ + Σ bᶠ + e, bᶠ ~ N(0, σ²ᶠ), e ~ N(0, σ²), factors crossed or
/// nested, unbalanced as they come. Restricted maximum likelihood: −2 ln L = ln|V| + ln|1'V⁻¹1| + r'V⁻¹r + (N − 1) ln 2π. A component that would be
/// negative is 0. Sources: H. D. Patterson and R. Thompson, Biometrika 58 (1971) 545–554; D. Bates et al., Journal of Statistical Software 67 (2015) no. 1,
/// for the criterion with σ² profiled out.
/// </summary>
/// <param name="GrandMean">μ, each group weighted by what it tells; in units of the observations.</param>
/// <param name="Components">One per factor in the order given, then the residual.</param>
/// <param name="Criterion">−2 ln L at the estimates; −∞ when nothing varies at all.</param>
/// <param name="IsSingular">A factor's component is 0.</param>
/// <param name="HasConverged">
/// No step improved the criterion before <see cref="MostIterations"/> were used up. False where there is no largest likelihood: groups that differ while
/// nothing varies within them make it grow without end. The components are then what was reached, not an answer.
/// </param>
public sealed record VarianceComponents(double GrandMean, IReadOnlyList<VarianceComponent> Components, double Criterion, bool IsSingular, bool HasConverged = true)
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
    /// <param name="factors">With a group for every value; without any all variance is residual. Each needs fewer groups than there are values.</param>
    /// <exception cref="ArgumentException">A value is not finite, a factor does not fit, or a factor has a group for each value.</exception>
    public static VarianceComponents Of(IReadOnlyList<double> values, IReadOnlyList<GroupingFactor> factors)
    {
        if (values.Count == 0 || !values.All(double.IsFinite)) throw new ArgumentException("Finite values.", nameof(values));
        // Squares of deviations from the mean keep digits that squares of large values lose.
        var centre = values.Average();
        var fit = Of([.. values.Select(v => new CellSum(1, v - centre, (v - centre) * (v - centre)))], factors);
        return fit with { GrandMean = fit.GrandMean + centre };
    }

    /// <summary>From sums, one row per cell; rows of the same groups may repeat. The work grows with the number of cells, not of observations.</summary>
    /// <param name="cells">Cells with N &gt; 0.</param>
    /// <param name="factors">With a group for every cell; without any all variance is residual. Each needs fewer groups than there are observations.</param>
    /// <param name="iterations">Most Newton steps from a start, at least 1.</param>
    /// <exception cref="ArgumentException">A cell is empty or not finite, a factor does not fit, or a factor has a group for each observation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 step.</exception>
    public static VarianceComponents Of(IReadOnlyList<CellSum> cells, IReadOnlyList<GroupingFactor> factors, int iterations = MostIterations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        if (cells.Any(c => !(c.N > 0) || !double.IsFinite(c.Sum) || !double.IsFinite(c.SumOfSquares)))
            throw new ArgumentException("Cells with at least one observation and finite sums.", nameof(cells));
        if (factors.Any(f => f.Levels.Count != cells.Count)) throw new ArgumentException("A group for every cell.", nameof(factors));
        var total = cells.Sum(c => c.N);
        if (total <= 1 || factors.Any(f => f.Count >= total)) throw new ArgumentException("Fewer groups than observations.", nameof(factors));

        var profile = new Profile(cells, factors);
        if (profile.NothingVaries) return Nothing(profile.Mean(new double[factors.Count]), factors);

        var best = NewtonMinimizer.Minimize(profile.Criterion, [.. factors.Select(_ => 1.0)], iterations);
        var other = NewtonMinimizer.Minimize(profile.Criterion, [.. factors.Select(_ => 0.1)], iterations);
        if (other.Value < best.Value - 1e-9) best = other;
        var settled = Settle(profile, best.At, iterations);
        return Result(profile, settled.At, settled.Value, factors) with { HasConverged = best.Converged && settled.Converged };
    }

    // The criterion is even in each ratio, so that 0 is a level spot, not always a low one: leave it where it goes down, go there where it does not matter.
    private static (double[] At, double Value, bool Converged) Settle(Profile profile, double[] at, int iterations)
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

    private static VarianceComponents Result(Profile profile, double[] at, double criterion, IReadOnlyList<GroupingFactor> factors)
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

    /// <summary>
    /// The criterion as a function of the ratios θ = σᶠ/σ. The factor that tells all cells apart only adds to the variance of cell means; of the rest, the
    /// one with the most groups is eliminated, since its own block is diagonal; what remains is a dense matrix of few rows.
    /// </summary>
    private sealed class Profile
    {
        private readonly double observations, within;
        private readonly double[] n, means;
        private readonly int absorbed = -1, eliminated = -1;
        private readonly int[] eliminatedLevel;
        private readonly int eliminatedCount;
        private readonly (int Factor, int[] Row)[] dense;
        private readonly int denseCount;
        private readonly int[][] cellsOf;

        public Profile(IReadOnlyList<CellSum> rows, IReadOnlyList<GroupingFactor> factors)
        {
            // Rows of the same groups become one cell.
            var keys = new Dictionary<string, int>();
            var cells = new List<CellSum>();
            var first = new List<int>();
            for (var r = 0; r < rows.Count; r++)
            {
                var key = string.Join(',', factors.Select(f => f.Levels[r]));
                within += rows[r].Within;
                if (keys.TryGetValue(key, out var c))
                {
                    // What separates the means of two rows of a cell is spread within it.
                    var d = rows[r].Mean - cells[c].Mean;
                    within += d * d * rows[r].N * cells[c].N / (rows[r].N + cells[c].N);
                    cells[c] += rows[r];
                }
                else
                {
                    keys[key] = cells.Count;
                    cells.Add(rows[r]);
                    first.Add(r);
                }
            }

            observations = cells.Sum(c => c.N);
            n = [.. cells.Select(c => c.N)];
            var centre = cells.Sum(c => c.Sum) / observations;
            Centre = centre;
            means = [.. cells.Select(c => c.Mean - centre)];
            var levels = factors.Select(f => first.Select(r => f.Levels[r]).ToArray()).ToArray();

            for (var f = 0; f < factors.Count && absorbed < 0; f++)
                if (levels[f].Distinct().Count() == cells.Count) absorbed = f;
            for (var f = 0; f < factors.Count; f++)
                if (f != absorbed && (eliminated < 0 || factors[f].Count > factors[eliminated].Count)) eliminated = f;
            eliminatedCount = eliminated < 0 ? 0 : factors[eliminated].Count;
            eliminatedLevel = eliminated < 0 ? [] : levels[eliminated];
            var list = new List<(int, int[])>();
            for (var f = 0; f < factors.Count; f++)
            {
                if (f == absorbed || f == eliminated) continue;
                var offset = denseCount;
                list.Add((f, [.. levels[f].Select(l => l + offset)]));
                denseCount += factors[f].Count;
            }

            dense = [.. list];
            var byLevel = Enumerable.Range(0, eliminatedCount).Select(_ => new List<int>()).ToArray();
            for (var c = 0; c < eliminatedLevel.Length; c++) byLevel[eliminatedLevel[c]].Add(c);
            cellsOf = [.. byLevel.Select(l => l.ToArray())];
            // What rounding alone makes of equal values.
            var between = n.Zip(means, (k, m) => k * m * m).Sum();
            NothingVaries = within + between <= 1e-24 * observations * (centre * centre + 1e-280);
        }

        public bool NothingVaries { get; }

        private double Centre { get; }

        public double Criterion(double[] theta)
        {
            var (logDeterminant, ones, cross, squares) = Sums(theta);
            var r = within + squares - cross * cross / ones;
            if (!(r > 0) || !double.IsFinite(logDeterminant)) return double.PositiveInfinity;
            return logDeterminant + Math.Log(ones) + (observations - 1) * (1 + Math.Log(2 * Math.PI * r / (observations - 1)));
        }

        public double Residual(double[] theta)
        {
            var (_, ones, cross, squares) = Sums(theta);
            return Math.Max(0, within + squares - cross * cross / ones) / (observations - 1);
        }

        public double Mean(double[] theta)
        {
            var (_, ones, cross, _) = Sums(theta);
            return Centre + cross / ones;
        }

        // ln|H|, 1'H⁻¹1, 1'H⁻¹y, y'H⁻¹y without the part within cells, V = σ²H.
        private (double LogDeterminant, double Ones, double Cross, double Squares) Sums(double[] theta)
        {
            var own = absorbed < 0 ? 0 : theta[absorbed] * theta[absorbed];
            double log = 0, ones = 0, cross = 0, squares = 0;
            var w = new double[n.Length];
            for (var c = 0; c < n.Length; c++)
            {
                var d = 1 + n[c] * own;
                w[c] = n[c] / d;
                log += Math.Log(d);
                squares += w[c] * means[c] * means[c];
            }

            var matrix = new double[denseCount, denseCount];
            var u = new double[denseCount];
            var v = new double[denseCount];
            foreach (var (f, row) in dense)
            {
                for (var c = 0; c < n.Length; c++)
                {
                    v[row[c]] += theta[f] * w[c] * means[c];
                    foreach (var (g, column) in dense) matrix[row[c], column[c]] += theta[f] * theta[g] * w[c];
                }
            }

            if (eliminated < 0)
            {
                for (var c = 0; c < n.Length; c++)
                {
                    ones += w[c];
                    cross += w[c] * means[c];
                    foreach (var (f, row) in dense) u[row[c]] += theta[f] * w[c];
                }
            }
            else
            {
                var gamma = theta[eliminated] * theta[eliminated];
                var here = new double[denseCount];
                var touched = new List<int>();
                foreach (var level in cellsOf)
                {
                    double weight = 0, sum = 0;
                    touched.Clear();
                    foreach (var c in level)
                    {
                        weight += w[c];
                        sum += w[c] * means[c];
                        foreach (var (f, row) in dense)
                        {
                            if (here[row[c]] == 0) touched.Add(row[c]);
                            here[row[c]] += theta[f] * w[c];
                        }
                    }

                    var d = 1 + gamma * weight;
                    log += Math.Log(d);
                    ones += weight / d;
                    cross += sum / d;
                    squares -= gamma * sum * sum / d;
                    foreach (var i in touched)
                    {
                        u[i] += here[i] / d;
                        v[i] -= gamma * here[i] * sum / d;
                        foreach (var j in touched) matrix[i, j] -= gamma * here[i] * here[j] / d;
                    }

                    foreach (var i in touched) here[i] = 0;
                }
            }

            if (denseCount == 0) return (log, ones, cross, squares);
            for (var i = 0; i < denseCount; i++) matrix[i, i] += 1;
            var factor = Matrix<double>.Build.DenseOfArray(matrix).Cholesky();
            var (a, b) = (Forward(factor.Factor, u), Forward(factor.Factor, v));
            return (
                log + factor.DeterminantLn,
                ones - a.Sum(x => x * x),
                cross - a.Zip(b, (x, y) => x * y).Sum(),
                squares - b.Sum(x => x * x));
        }

        private static double[] Forward(Matrix<double> lower, double[] right)
        {
            var x = new double[right.Length];
            for (var i = 0; i < x.Length; i++)
            {
                var sum = right[i];
                for (var j = 0; j < i; j++) sum -= lower[i, j] * x[j];
                x[i] = sum / lower[i, i];
            }

            return x;
        }
    }
}
