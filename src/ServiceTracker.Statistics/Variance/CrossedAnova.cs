using MathNet.Numerics.LinearAlgebra;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Variance;

/// <summary>
/// Analysis of variance of people, channels and their combinations in closed form, for where <see cref="VarianceComponents"/> finds no
/// answer. With one factor it is <see cref="AnovaComponents"/>. Estimates with several: sums of squares T = Σ(Σy)²/n of each way of
/// grouping are set equal to what they are expected to be, which is linear in the components (Henderson's method 1, C. R. Henderson,
/// Biometrics 9 (1953) 226–252; S. R. Searle, G. Casella and C. E. McCulloch, Variance Components (1992), chapter 5; with one factor it
/// gives n₀). Tests: F of what a factor explains beyond the others.
/// </summary>
public sealed class CrossedAnova
{
    private const int MostSweeps = 500;
    private readonly CellSum[] cells;
    private readonly double observations, centre, within;

    /// <summary>Takes the sums of the cells; the groups come with each question.</summary>
    /// <param name="sums">One per combination of groups, N over 0; more observations than cells.</param>
    public CrossedAnova(IReadOnlyList<CellSum> sums)
    {
        observations = sums.Sum(c => c.N);
        centre = sums.Sum(c => c.Sum) / observations;
        // Squares of deviations from the mean keep digits that squares of large values lose.
        cells = [.. sums.Select(c => new CellSum(c.N, c.N * (c.Mean - centre), c.Within + c.N * (c.Mean - centre) * (c.Mean - centre)))];
        within = cells.Sum(c => c.Within);
    }

    /// <summary>Components of the factors in their order, then what is left; at least 0.</summary>
    public double[] Estimate(IReadOnlyList<GroupingFactor> factors)
    {
        if (factors is [var only])
        {
            var anova = AnovaComponents.Of(Groups(only));
            return [anova.VarianceBetween, anova.MeanSquareWithin];
        }

        // One equation to a factor, T(factor) − T(all as one), and one for what lies within the cells.
        var size = factors.Count + 1;
        var matrix = Matrix<double>.Build.Dense(size, size);
        var right = Vector<double>.Build.Dense(size);
        for (var g = 0; g < factors.Count; g++)
        {
            var groups = Groups(factors[g]);
            right[g] = groups.Sum(c => c.Sum * c.Sum / c.N);
            for (var f = 0; f < factors.Count; f++)
                matrix[g, f] = Coefficient(factors[g], groups, factors[f]) - Coefficient(null, [], factors[f]);
            matrix[g, factors.Count] = groups.Length - 1;
        }

        right[factors.Count] = within;
        matrix[factors.Count, factors.Count] = observations - cells.Length;
        var solved = matrix.Solve(right);
        return [.. solved.Select(v => double.IsFinite(v) ? Math.Max(0, v) : 0)];
    }

    /// <summary>p-value of "the factor adds nothing to the others".</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="others">What is in the model besides.</param>
    public double PValue(GroupingFactor factor, IReadOnlyList<GroupingFactor> others)
    {
        if (others.Count == 0) return AnovaComponents.Of(Groups(factor)).PValue;
        // What tells all cells apart is not explained by people and channels, but people and channels are by it: against it they are
        // tested.
        var finest = others.FirstOrDefault(TellsAllApart);
        var additive = others.Where(o => o != finest).ToArray();
        var (without, with) = (Fit(additive), Fit([.. additive, factor]));
        var more = with.Rank - without.Rank;
        if (more <= 0) return 1;
        var (rest, degrees) = finest is null || cells.Length <= with.Rank
            ? (within, observations - cells.Length) : (with.Unexplained, cells.Length - with.Rank);
        // What rounding alone makes of equal sums.
        var explained = without.Unexplained - with.Unexplained;
        if (explained <= 1e-12 * (without.Unexplained + within)) return 1;
        return rest > 0 ? IncompleteBeta.FUpperTail(explained / more / (rest / degrees), more, degrees) : 0;
    }

    private bool TellsAllApart(GroupingFactor factor) => factor.Count == cells.Length;

    private CellSum[] Groups(GroupingFactor factor)
    {
        var groups = new CellSum[factor.Count];
        for (var c = 0; c < cells.Length; c++) groups[factor.Levels[c]] += cells[c];
        return groups;
    }

    // What a unit of a factor's variance adds to T of a grouping: Σ over its groups of Σ over the factor's levels of n² / n of the group.
    private double Coefficient(GroupingFactor? grouping, CellSum[] groups, GroupingFactor factor)
    {
        var shared = new Dictionary<(int Group, int Level), double>();
        for (var c = 0; c < cells.Length; c++)
        {
            var key = (grouping?.Levels[c] ?? 0, factor.Levels[c]);
            shared[key] = shared.GetValueOrDefault(key) + cells[c].N;
        }

        return shared.Sum(s => s.Value * s.Value / (grouping is null ? observations : groups[s.Key.Group].N));
    }

    // Least squares of cell means on the sum of the factors' effects, one factor after the other until nothing moves; what is left, and the
    // rank.
    private (double Unexplained, int Rank) Fit(GroupingFactor[] factors)
    {
        var left = cells.Select(c => c.Mean).ToArray();
        if (factors.Length == 0) return (Squares(left), 1);
        if (factors.Any(TellsAllApart)) return (0, cells.Length);
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var moved = 0.0;
            foreach (var factor in factors)
            {
                var (sums, weights) = (new double[factor.Count], new double[factor.Count]);
                for (var c = 0; c < left.Length; c++)
                {
                    sums[factor.Levels[c]] += cells[c].N * left[c];
                    weights[factor.Levels[c]] += cells[c].N;
                }

                for (var c = 0; c < left.Length; c++)
                {
                    var effect = sums[factor.Levels[c]] / weights[factor.Levels[c]];
                    left[c] -= effect;
                    moved = Math.Max(moved, Math.Abs(effect));
                }
            }

            if (factors.Length == 1 || moved < 1e-12 * Math.Sqrt((Squares(left) + within) / observations) || moved < 1e-300) break;
        }

        return (Squares(left), factors.Sum(f => f.Count) - (factors.Length == 1 ? 0 : Parts(factors[0], factors[1])));
    }

    private double Squares(double[] left) => left.Zip(cells, (y, c) => c.N * y * y).Sum();

    // Groups of people and channels that no cell connects have a mean of their own each.
    private static int Parts(GroupingFactor first, GroupingFactor second)
    {
        var parent = Enumerable.Range(0, first.Count + second.Count).ToArray();
        int Root(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }

        for (var c = 0; c < first.Levels.Count; c++) parent[Root(first.Levels[c])] = Root(first.Count + second.Levels[c]);
        return parent.Where((p, i) => p == i).Count();
    }
}
