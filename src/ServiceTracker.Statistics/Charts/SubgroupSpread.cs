using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// Estimates of the standard deviation of one observation from subgroups of two or more; smaller ones are left out.
/// Source: I. W. Burr, Journal of Quality Technology 1 (1969) 163–167; SAS/QC User's Guide, "Methods for estimating the standard
/// deviation".
/// </summary>
public static class SubgroupSpread
{
    /// <summary>Mean of Rᵢ/d₂(nᵢ), subgroups of at most 25.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A subgroup is larger than 25.</exception>
    public static double FromRanges(IEnumerable<Subgroup> subgroups) => Mean(subgroups, x => x.Range / ChartConstants.D2(x.Size));

    /// <summary>Mean of Sᵢ/c₄(nᵢ).</summary>
    public static double FromStandardDeviations(IEnumerable<Subgroup> subgroups) =>
        Mean(subgroups, x => x.StandardDeviation / ChartConstants.C4(x.Size));

    /// <summary>√(Σ(nᵢ − 1)Sᵢ² / Σ(nᵢ − 1)) / c₄(Σ(nᵢ − 1) + 1).</summary>
    public static double Pooled(IEnumerable<Subgroup> subgroups)
    {
        var (root, freedom) = RootMeanSquare(subgroups);
        return freedom == 0 ? double.NaN : root / ChartConstants.C4(freedom + 1);
    }

    /// <summary>√(Σ(nᵢ − 1)Sᵢ² / Σ(nᵢ − 1)) and its degrees of freedom; NaN when there are none.</summary>
    internal static (double Root, double Freedom) RootMeanSquare(IEnumerable<Subgroup> subgroups)
    {
        CompensatedSum squares = new();
        var freedom = 0.0;
        foreach (var subgroup in subgroups)
        {
            if (subgroup.Size < 2) continue;
            squares.Add((subgroup.Size - 1) * subgroup.StandardDeviation * subgroup.StandardDeviation);
            freedom += subgroup.Size - 1;
        }

        return (Math.Sqrt(squares.Value / freedom), freedom);
    }

    private static double Mean(IEnumerable<Subgroup> subgroups, Func<Subgroup, double> estimate) =>
        CompensatedSum.MeanOf([.. subgroups.Where(x => x.Size >= 2).Select(estimate)]);
}
