using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Variance;

/// <summary>
/// One-way analysis of variance of groups of any sizes: the closed form of <see cref="VarianceComponents"/> with one factor, equal to it
/// where groups are of one size and differ more than by chance. Source: S. R. Searle, G. Casella and C. E. McCulloch, Variance Components
/// (1992), chapter 3.
/// </summary>
/// <param name="MeanSquareBetween">Σ nᵢ(ȳᵢ − ȳ)²/(a − 1), for a groups.</param>
/// <param name="MeanSquareWithin">Σ(y − ȳᵢ)²/(N − a), the variance within groups.</param>
/// <param name="EffectiveGroupSize">n₀ = (N − Σnᵢ²/N)/(a − 1).</param>
/// <param name="F">Between over within; infinite when groups differ and nothing varies within them, null when nothing varies at
/// all.</param>
/// <param name="PValue">Chance of a greater F when groups do not differ; 1 when nothing varies at all.</param>
/// <param name="RawVarianceBetween">(between − within)/n₀; negative when groups differ less than chance makes them.</param>
public sealed record AnovaComponents(
    double MeanSquareBetween, double MeanSquareWithin, double EffectiveGroupSize, double? F, double PValue, double RawVarianceBetween)
{
    /// <summary>The variance between groups, at least 0.</summary>
    public double VarianceBetween => Math.Max(0, RawVarianceBetween);

    /// <summary>ICC(1), the share of variance that lies between groups, 0 to 1; null when nothing varies at all.</summary>
    public double? IntraclassCorrelation =>
        VarianceBetween + MeanSquareWithin == 0 ? null : VarianceBetween / (VarianceBetween + MeanSquareWithin);

    /// <summary>From single observations.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="groups">The group of every value.</param>
    /// <exception cref="ArgumentException">There are fewer than two groups, or no group has two observations.</exception>
    public static AnovaComponents Of<T>(IReadOnlyList<double> values, IEnumerable<T> groups)
        where T : notnull
    {
        var centre = values.Average();
        return Of([.. values.Zip(groups).GroupBy(x => x.Second, x => x.First - centre)
            .Select(g => g.Aggregate(default(CellSum), (sum, y) => sum + new CellSum(1, y, y * y)))]);
    }

    /// <summary>From sums, one per group.</summary>
    /// <param name="groups">With N &gt; 0.</param>
    /// <exception cref="ArgumentException">There are fewer than two groups, or no group has two observations.</exception>
    public static AnovaComponents Of(IReadOnlyCollection<CellSum> groups)
    {
        double a = groups.Count, n = groups.Sum(g => g.N);
        if (groups.Count < 2 || n <= a)
            throw new ArgumentException("Two groups and more, one with two observations at least.", nameof(groups));
        var mean = groups.Sum(g => g.Sum) / n;
        var between = groups.Sum(g => g.N * (g.Mean - mean) * (g.Mean - mean)) / (a - 1);
        var within = groups.Sum(g => g.Within) / (n - a);
        var size = (n - groups.Sum(g => g.N * g.N) / n) / (a - 1);
        double? f = within > 0 ? between / within : between > 0 ? double.PositiveInfinity : null;
        return new AnovaComponents(
            between, within, size, f, f is { } value ? IncompleteBeta.FUpperTail(value, a - 1, n - a) : 1, (between - within) / size);
    }
}
