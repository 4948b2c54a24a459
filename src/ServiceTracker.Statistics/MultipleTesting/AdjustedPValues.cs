namespace ServiceTracker.Statistics.MultipleTesting;

/// <summary>
/// P-values of several tests, raised so that each may be held against the level alone. A NaN is a test that could not be made: it is not
/// counted and stays NaN. The order of the answers is that of the p-values.
/// </summary>
public static class AdjustedPValues
{
    /// <summary>
    /// Min over j ≥ i of m·p₍ⱼ₎/j, at most 1. Of the tests called significant at level q, at most a share q is expected to be false, for
    /// independent or positively dependent tests. Source: Y. Benjamini and Y. Hochberg, JRSS B 57 (1995) 289–300.
    /// </summary>
    /// <param name="p">Each 0 to 1, or NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in 0…1.</exception>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p) => StepUp(p, _ => 1);

    /// <summary>
    /// The same times 1 + ½ + … + 1/m, which holds for tests dependent in any way. Source: Y. Benjamini and D. Yekutieli, Annals of
    /// Statistics 29 (2001) 1165–1188.
    /// </summary>
    /// <param name="p">Each 0 to 1, or NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in 0…1.</exception>
    public static double[] BenjaminiYekutieli(IReadOnlyList<double> p) => StepUp(p, m => Enumerable.Range(1, m).Sum(i => 1.0 / i));

    /// <summary>
    /// Max over j ≤ i of (m − j + 1)·p₍ⱼ₎, at most 1. The chance of any false call stays under the level, whatever the dependence.
    /// Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70.
    /// </summary>
    /// <param name="p">Each 0 to 1, or NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in 0…1.</exception>
    public static double[] Holm(IReadOnlyList<double> p)
    {
        var (adjusted, order) = Begin(p);
        var most = 0.0;
        for (var i = 0; i < order.Length; i++)
            adjusted[order[i]] = most = Math.Max(most, Math.Min(1, (order.Length - i) * p[order[i]]));
        return adjusted;
    }

    /// <summary>m·p, at most 1. The chance of any false call stays under the level. Holm's is never larger.</summary>
    /// <param name="p">Each 0 to 1, or NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in 0…1.</exception>
    public static double[] Bonferroni(IReadOnlyList<double> p)
    {
        var (adjusted, order) = Begin(p);
        foreach (var i in order) adjusted[i] = Math.Min(1, order.Length * p[i]);
        return adjusted;
    }

    private static double[] StepUp(IReadOnlyList<double> p, Func<int, double> factor)
    {
        var (adjusted, order) = Begin(p);
        var times = order.Length * factor(order.Length);
        var least = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
            adjusted[order[i]] = least = Math.Min(least, times * p[order[i]] / (i + 1));
        return adjusted;
    }

    private static (double[] Adjusted, int[] Order) Begin(IReadOnlyList<double> p)
    {
        foreach (var value in p)
            if (value is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(p), value, "Between 0 and 1.");
        var adjusted = new double[p.Count];
        Array.Fill(adjusted, double.NaN);
        return (adjusted, [.. Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])]);
    }
}
