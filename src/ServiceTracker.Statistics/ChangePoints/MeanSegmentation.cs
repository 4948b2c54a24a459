namespace ServiceTracker.Statistics.ChangePoints;

/// <summary>
/// The series cut into stretches of constant mean so that the residual sum of squares is least, for 0, 1, 2 … breaks; the number of breaks
/// is the one with the least BIC = n·(ln(2π·RSS/n) + 1) + ln(n)·2(m + 1), the fewest where equal. A break is a suggestion to ask what
/// happened, never a verdict. Source: J. Bai and P. Perron, Journal of Applied Econometrics 18 (2003) 1–22.
/// </summary>
/// <param name="BreakAfter">0-based indices of the last points of all stretches but the last.</param>
/// <param name="SegmentMeans">Mean of each stretch.</param>
/// <param name="ResidualSumOfSquares">The least RSS with exactly m breaks, for m = 0, 1, …</param>
/// <param name="Bic">BIC for m = 0, 1, …; −∞ where the fit is perfect.</param>
public sealed record MeanSegmentation(
    IReadOnlyList<int> BreakAfter,
    IReadOnlyList<double> SegmentMeans,
    IReadOnlyList<double> ResidualSumOfSquares,
    IReadOnlyList<double> Bic)
{
    /// <summary>Points of the shortest stretch allowed where nothing else is said; in weeks about two months.</summary>
    public const int DefaultMinimumSegment = 8;

    /// <summary>Finds the breaks. The work grows with n² × breaks.</summary>
    /// <param name="values">n finite values, oldest first.</param>
    /// <param name="minimumSegment">h, points of the shortest stretch, at least 2.</param>
    /// <param name="most">Breaks to try at most; null: ⌈n/h⌉ − 2, which leaves the stretches room to move.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">h &lt; 2, or the number of breaks is negative.</exception>
    public static MeanSegmentation Of(IReadOnlyList<double> values, int minimumSegment = DefaultMinimumSegment, int? most = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumSegment, 2);
        if (most is < 0) throw new ArgumentOutOfRangeException(nameof(most), most, "At least 0.");
        if (values.Count == 0 || !values.All(double.IsFinite))
            throw new ArgumentException("At least one value, all of them finite.", nameof(values));
        int n = values.Count, h = minimumSegment;
        // As many breaks as fit at all, whatever was asked for.
        var breaks = Math.Clamp(most ?? (n + h - 1) / h - 2, 0, Math.Max(0, n / h - 1));

        // Sums of deviations from the mean of all, so that Σx² − (Σx)²/n does not cancel.
        var centre = values.Average();
        var sum = new double[n + 1];
        var squares = new double[n + 1];
        for (var i = 0; i < n; i++)
        {
            var d = values[i] - centre;
            sum[i + 1] = sum[i] + d;
            squares[i + 1] = squares[i] + d * d;
        }

        // What rounding alone can leave of a perfect fit counts as perfect.
        var negligible = 1e-14 * (squares[n] + n * centre * centre * 1e-14);
        double Rss(int from, int to)
        {
            var total = sum[to] - sum[from];
            var rss = squares[to] - squares[from] - total * total / (to - from);
            return rss <= negligible ? 0 : rss;
        }

        // best[m][i]: least RSS of the first i points with m breaks; last[m][i]: where the last stretch begins.
        var best = new double[breaks + 1][];
        var last = new int[breaks + 1][];
        for (var m = 0; m <= breaks; m++)
        {
            best[m] = new double[n + 1];
            last[m] = new int[n + 1];
            Array.Fill(best[m], double.PositiveInfinity);
            for (var i = m == 0 ? 1 : (m + 1) * h; i <= n; i++)
            {
                if (m == 0)
                {
                    best[0][i] = Rss(0, i);
                    continue;
                }

                for (var j = m * h; j <= i - h; j++)
                {
                    var rss = best[m - 1][j] + Rss(j, i);
                    if (rss < best[m][i]) (best[m][i], last[m][i]) = (rss, j);
                }
            }
        }

        var least = best.Select(b => b[n]).ToArray();
        var bic = least.Select((rss, m) => n * (Math.Log(2 * Math.PI * rss / n) + 1) + Math.Log(n) * 2 * (m + 1)).ToArray();
        var chosen = Array.IndexOf(bic, bic.Min());
        var starts = new List<int> { n };
        for (int m = chosen, end = n; m > 0; m--) starts.Insert(0, end = last[m][end]);
        starts.Insert(0, 0);
        return new MeanSegmentation(
            [.. starts[1..^1].Select(s => s - 1)],
            [.. starts.Zip(starts.Skip(1), (from, to) => centre + (sum[to] - sum[from]) / (to - from))],
            least,
            bic);
    }
}
