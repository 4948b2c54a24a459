using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ServiceTracker.Statistics.Variance;

/// <summary>
/// The criterion of <see cref="VarianceComponents"/>, −2 ln L, as a function of the ratios θ = σᶠ/σ. The factor that tells all cells apart
/// only adds to the variance of cell means; of the rest, the one with the most groups is eliminated, since its own block is diagonal; what
/// remains is a dense matrix of few rows.
/// </summary>
internal sealed class RestrictedLikelihood
{
    private readonly double observations, within;
    private readonly double[] n, means;
    private readonly int absorbed = -1, eliminated = -1;
    private readonly int[] eliminatedLevel;
    private readonly int eliminatedCount;
    private readonly (int Factor, int[] Row)[] dense;
    private readonly int denseCount;
    private readonly int[][] cellsOf;

    public RestrictedLikelihood(IReadOnlyList<CellSum> rows, IReadOnlyList<GroupingFactor> factors)
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
        Cholesky<double> factor;
        try
        {
            factor = Matrix<double>.Build.DenseOfArray(matrix).Cholesky();
        }
        catch (ArgumentException)
        {
            // So far out that doubles no longer hold it: no place to stop at, and the search turns back.
            return (double.PositiveInfinity, ones, cross, squares);
        }

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
