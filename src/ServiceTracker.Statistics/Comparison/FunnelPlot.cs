using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Comparison;

/// <summary>What a funnel plot compares, and on which scale.</summary>
public enum FunnelData
{
    /// <summary>k of n against Σk/Σn. Scale asin√(k/n), standard error 1/(2√n).</summary>
    Proportion,

    /// <summary>
    /// Observed over expected against 1, as in the NHS summary hospital-level mortality indicator: scale ln(O/E), standard error 1/√E, the
    /// outer tenths of z left out when the spread is estimated. E is rounded to 2 decimals there.
    /// </summary>
    StandardisedRatioLog,

    /// <summary>Observed over expected against 1, as at the Care Quality Commission: scale √(O/E), standard error 1/(2√E), outer z pulled
    /// in.</summary>
    StandardisedRatioSquareRoot,

    /// <summary>
    /// A count over a count against Σ/Σ. Scale ln((a + ½)/(b + ½)), standard error √(a/(a + ½)² + b/(b + ½)²); limits are drawn with
    /// 1/(2√b).
    /// </summary>
    RatioOfCounts,
}

/// <summary>One unit of a funnel plot.</summary>
/// <param name="Numerator">k, O or a; at least 0.</param>
/// <param name="Denominator">n, E or b; at least 0. A unit with 0 has no place in the plot.</param>
public readonly record struct FunnelUnit(double Numerator, double Denominator);

/// <summary>
/// Units against their common rate, with limits that narrow as the denominator grows and widen by the spread that units have anyway. Nobody
/// is ranked. Limits are exact Poisson ones for unadjusted standardised ratios and normal on the transformed scale otherwise; those of
/// small denominators (under about 20) are rough. Sources: D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202; D. J.
/// Spiegelhalter et al., JRSS A 175 (2012) 1–47.
/// </summary>
/// <param name="Points">One per unit, in the order given.</param>
/// <param name="Centre">The rate compared with: 1 for standardised ratios, Σ/Σ otherwise; null when nothing has a denominator.</param>
/// <param name="Dispersion">φ, mean of the trimmed z²: 1 when units differ by chance only; null without any z.</param>
/// <param name="BetweenVariance">
/// τ², variance between units on the transformed scale: max(0, (mφ − (m − 1))/(Σw − Σw²/Σw)), w = 1/s², over the m units with a trimmed z.
/// Source: R. DerSimonian and N. Laird, Controlled Clinical Trials 7 (1986) 177–188.
/// </param>
public sealed record FunnelPlot(IReadOnlyList<FunnelPoint> Points, double? Centre, double? Dispersion, double BetweenVariance)
{
    /// <summary>Share of units at each end whose z does not count in full when the spread is estimated.</summary>
    public const double DefaultTrim = 0.1;

    // The roundings that the published funnel plots use.
    private const double Z95 = 1.959964, Z998 = 3.090232;

    /// <summary>0-based indices of the units outside the adjusted 99.8 % limits.</summary>
    public IReadOnlyList<int> OutlierIndices => [.. Enumerable.Range(0, Points.Count).Where(i => Points[i].IsOutside)];

    /// <summary>Makes the plot.</summary>
    /// <param name="units">The units.</param>
    /// <param name="data">What they are.</param>
    /// <param name="trim">Share at each end, 0 to under 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The trim is out of range.</exception>
    /// <exception cref="ArgumentException">A numerator or denominator is negative or not finite, or a proportion has k &gt; n.</exception>
    public static FunnelPlot Of(IEnumerable<FunnelUnit> units, FunnelData data, double trim = DefaultTrim)
    {
        if (!(trim is >= 0 and < 0.5)) throw new ArgumentOutOfRangeException(nameof(trim), trim, "From 0 to under 0.5.");
        var all = units.ToList();
        if (all.Any(u => !(u.Numerator >= 0 && u.Denominator >= 0 && double.IsFinite(u.Numerator + u.Denominator))
            || (data == FunnelData.Proportion && u.Numerator > u.Denominator)))
            throw new ArgumentException("A numerator or denominator cannot be.", nameof(units));

        var placed = all.Select((u, i) => (Unit: u, Index: i)).Where(u => Size(u.Unit, data) > 0).ToList();
        if (placed.Count == 0)
            return new FunnelPlot([.. all.Select(_ => new FunnelPoint(null, null, null, null, null, null, null, false))], null, null, 0);
        var isRatio = data is FunnelData.StandardisedRatioLog or FunnelData.StandardisedRatioSquareRoot;
        var centre = isRatio ? 1 : placed.Sum(u => u.Unit.Numerator) / placed.Sum(u => u.Unit.Denominator);
        var z = placed.Select(u => Z(u.Unit, data, centre)).ToArray();
        var trimmed = data == FunnelData.StandardisedRatioLog ? Truncated(z, trim) : Winsorised(z, trim);

        var kept = Enumerable.Range(0, z.Length).Where(i => !double.IsNaN(trimmed[i])).ToList();
        double m = kept.Count;
        var dispersion = m == 0 ? double.NaN : kept.Sum(i => trimmed[i] * trimmed[i]) / m;
        var between = Between(m, dispersion, [.. kept.Select(i => StandardError(placed[i].Unit, data))]);

        var points = new FunnelPoint[all.Count];
        Array.Fill(points, new FunnelPoint(null, null, null, null, null, null, null, false));
        for (var i = 0; i < placed.Count; i++)
        {
            var unit = placed[i].Unit;
            var rate = unit.Numerator / unit.Denominator;
            var outer = Limits(unit, data, centre, Z998, between);
            points[placed[i].Index] = new FunnelPoint(
                rate,
                double.IsNaN(z[i]) ? null : z[i],
                double.IsNaN(trimmed[i]) ? null : trimmed[i],
                isRatio ? Poisson(unit, data, 0.025) : Limits(unit, data, centre, Z95, 0),
                isRatio ? Poisson(unit, data, 0.001) : Limits(unit, data, centre, Z998, 0),
                Limits(unit, data, centre, Z95, between),
                outer,
                rate < outer.Lower || rate > outer.Upper);
        }

        return new FunnelPlot(points, centre, m == 0 ? null : dispersion, between);
    }

    private static double Size(FunnelUnit unit, FunnelData data) =>
        data == FunnelData.StandardisedRatioLog ? Math.Round(unit.Denominator, 2) : unit.Denominator;

    private static double StandardError(FunnelUnit unit, FunnelData data)
    {
        double k = unit.Numerator, n = Size(unit, data);
        return data switch
        {
            FunnelData.StandardisedRatioLog => 1 / Math.Sqrt(n),
            FunnelData.RatioOfCounts => Math.Sqrt(k / ((k + 0.5) * (k + 0.5)) + n / ((n + 0.5) * (n + 0.5))),
            _ => 1 / (2 * Math.Sqrt(n)),
        };
    }

    private static double Z(FunnelUnit unit, FunnelData data, double centre)
    {
        double k = unit.Numerator, n = Size(unit, data);
        var distance = data switch
        {
            FunnelData.StandardisedRatioLog => Math.Log(k / n),
            FunnelData.StandardisedRatioSquareRoot => Math.Sqrt(k / n) - 1,
            FunnelData.RatioOfCounts => centre == 0 ? 0 : Math.Log((k + 0.5) / (n + 0.5)) - Math.Log(centre),
            _ => Math.Asin(Math.Sqrt(k / n)) - Math.Asin(Math.Sqrt(centre)),
        };
        return distance / StandardError(unit, data);
    }

    private static double Between(double m, double dispersion, IReadOnlyList<double> errors)
    {
        if (m < 2 || m * dispersion < m - 1) return 0;
        double sum = errors.Sum(s => 1 / (s * s)), squares = errors.Sum(s => 1 / (s * s * s * s));
        return Math.Max(0, (m * dispersion - (m - 1)) / (sum - squares / sum));
    }

    private static FunnelLimits Limits(FunnelUnit unit, FunnelData data, double centre, double z, double between)
    {
        var n = Size(unit, data);
        var error = data == FunnelData.StandardisedRatioLog ? 1 / Math.Sqrt(n) : 1 / (2 * Math.Sqrt(n));
        var half = z * Math.Sqrt(error * error + between);
        switch (data)
        {
            case FunnelData.StandardisedRatioLog:
                return new FunnelLimits(Math.Exp(-half), Math.Exp(half));
            case FunnelData.StandardisedRatioSquareRoot:
                return new FunnelLimits(1 - half, 1 + half);
            case FunnelData.RatioOfCounts:
                return new FunnelLimits(centre * Math.Exp(-half), centre * Math.Exp(half));
            default:
                var middle = Math.Asin(Math.Sqrt(centre));
                double lower = Math.Sin(middle - half), upper = Math.Sin(middle + half);
                // Beyond 0 and π/2 the sine turns back: there is nothing outside on that side.
                return new FunnelLimits(half >= middle ? 0 : lower * lower, middle + half >= Math.PI / 2 ? 1 : upper * upper);
        }
    }

    private static FunnelLimits Poisson(FunnelUnit unit, FunnelData data, double tail)
    {
        var n = Size(unit, data);
        return new FunnelLimits(ChiSquare.Quantile(tail, 2 * n) / 2 / n, ChiSquare.Quantile(1 - tail, 2 * (n + 1)) / 2 / n);
    }

    private static double[] Winsorised(double[] z, double trim)
    {
        var sorted = z.Order().ToArray();
        double low = Quantile(sorted, trim), high = Quantile(sorted, 1 - trim);
        return [.. z.Select(x => Math.Clamp(x, low, high))];
    }

    // Ranks in tenths (for a trim of 0.1): the first and the last tenth are left out, and so is a z that is not finite.
    private static double[] Truncated(double[] z, double trim)
    {
        var groups = 1 / trim;
        var ranks = AverageRanks(z);
        return [.. z.Select((x, i) =>
        {
            var group = trim == 0 ? 1 : Math.Floor(ranks[i] * groups / (z.Length + 1));
            return double.IsFinite(x) && (trim == 0 || (group > 0 && group < groups - 1)) ? x : double.NaN;
        })];
    }

    private static double[] AverageRanks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to < order.Length && values[order[to]] == values[order[from]]) to++;
            for (var i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2.0;
            from = to;
        }

        return ranks;
    }

    // Linear between order statistics (type 7 of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996) 361–365).
    private static double Quantile(double[] sorted, double share)
    {
        var place = (sorted.Length - 1) * share;
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
