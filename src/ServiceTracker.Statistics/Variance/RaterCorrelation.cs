using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Variance;

/// <summary>
/// Intraclass correlations of several raters' scores of the same things. Things that a rater left out do not count.
/// Source: K. O. McGraw and S. P. Wong, Psychological Methods 1 (1996) 30–46.
/// </summary>
/// <param name="Items">Things scored by all raters.</param>
/// <param name="Raters">Raters.</param>
/// <param name="AgreementSingle">
/// ICC(A,1) = (MSR − MSE)/(MSR + (k − 1)MSE + k/n·(MSC − MSE)): how far one rater's score stands for the thing, if raters must agree
/// exactly. Null when nothing varies.
/// </param>
/// <param name="AgreementLower">Lower end of its interval; null where it is not defined (all agree exactly).</param>
/// <param name="AgreementUpper">Upper end of its interval.</param>
/// <param name="OneWaySingle">ICC(1) = (MSR − MSW)/(MSR + (k − 1)MSW): the same when each thing may have had other raters.</param>
public sealed record RaterCorrelation(
    int Items, int Raters, double? AgreementSingle, double? AgreementLower, double? AgreementUpper, double? OneWaySingle)
{
    /// <summary>Computes both.</summary>
    /// <param name="ratings">A row of scores per thing, one per rater, all rows of one length; NaN is a missing score.</param>
    /// <param name="level">Of the interval, between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentException">Rows differ in length, or there are fewer than two complete rows or two raters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static RaterCorrelation Of(IReadOnlyList<IReadOnlyList<double>> ratings, double level = 0.95)
    {
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "Between 0 and 1.");
        var rows = ratings.Where(r => r.All(double.IsFinite)).ToList();
        if (rows.Count < 2 || rows[0].Count < 2 || ratings.Any(r => r.Count != ratings[0].Count))
            throw new ArgumentException("Two complete rows and two raters at least, all rows of one length.", nameof(ratings));
        double n = rows.Count, k = rows[0].Count, mean = rows.Average(r => r.Average());
        var rowSquares = k * rows.Sum(r => Square(r.Average() - mean));
        var columnSquares = n * Enumerable.Range(0, (int)k).Sum(j => Square(rows.Average(r => r[j]) - mean));
        var total = rows.Sum(r => r.Sum(x => Square(x - mean)));
        double msr = rowSquares / (n - 1), msc = columnSquares / (k - 1);
        var mse = Math.Max(0, total - rowSquares - columnSquares) / ((n - 1) * (k - 1));
        var msw = rows.Sum(r => r.Sum(x => Square(x - r.Average()))) / (n * (k - 1));

        var icc = Finite((msr - mse) / (msr + (k - 1) * mse + k / n * (msc - mse)));
        double? lower = null, upper = null;
        if (icc is { } value && value < 1)
        {
            // Satterthwaite's degrees of freedom of the denominator.
            double a = k * value / (n * (1 - value)), b = 1 + k * value * (n - 1) / (n * (1 - value));
            var degrees = Square(a * msc + b * mse) / (Square(a * msc) / (k - 1) + Square(b * mse) / ((n - 1) * (k - 1)));
            if (double.IsFinite(degrees) && degrees > 0)
            {
                var p = (1 + level) / 2;
                double low = IncompleteBeta.FQuantile(p, n - 1, degrees), high = IncompleteBeta.FQuantile(p, degrees, n - 1);
                var error = (k * n - k - n) * mse;
                lower = Finite(n * (msr - low * mse) / (low * (k * msc + error) + n * msr));
                upper = Finite(n * (high * msr - mse) / (k * msc + error + n * high * msr));
            }
        }

        return new RaterCorrelation((int)n, (int)k, icc, lower, upper, Finite((msr - msw) / (msr + (k - 1) * msw)));
    }

    private static double Square(double x) => x * x;

    private static double? Finite(double x) => double.IsFinite(x) ? x : null;
}
