using System.Globalization;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Web.Charts;

/// <summary>The vertical axis, in percent, chosen so that every point, the target and the limits of weeks of a fair size fit.</summary>
/// <param name="Low">Percent at the foot.</param>
/// <param name="High">Percent at the top.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Margin">Kept free above and below, pixels.</param>
internal readonly record struct RateScale(double Low, double High, double Height, double Margin)
{
    // Least height of the axis, so that a series without any variation does not look like a storm; percent.
    private const double LeastSpan = 2;

    /// <summary>Decimals of a pixel that are written: none where many small charts have to be light.</summary>
    public int Decimals { get; init; } = 2;

    /// <summary>Fits a chart.</summary>
    /// <param name="chart">With at least one interaction.</param>
    /// <param name="height">Of the plot, pixels.</param>
    /// <param name="margin">Kept free above and below, pixels.</param>
    public static RateScale Of(UnitChart chart, double height, double margin)
    {
        var fair = chart.Points.Where(p => p.N >= MinimumSample.Default).ToArray();
        var shares = chart.Points.Where(p => p.N > 0).Select(p => p.Rate!.Value)
            .Concat(fair.SelectMany(p => new[] { p.Lower, p.Upper }).OfType<double>())
            .Concat(chart.Points.Select(p => p.Target).Append(chart.Centre).OfType<double>())
            .ToArray();
        return Over(shares, height, margin);
    }

    /// <summary>Fits some shares.</summary>
    /// <param name="shares">At least one, 0 to 1.</param>
    /// <param name="height">Of the plot, pixels.</param>
    /// <param name="margin">Kept free above and below, pixels.</param>
    public static RateScale Over(IReadOnlyCollection<double> shares, double height, double margin)
    {
        double low = 100 * shares.Min(), high = 100 * shares.Max();
        var missing = Math.Max(0, LeastSpan - (high - low));
        var pad = .06 * (high - low + missing);
        return new RateScale(Math.Max(0, low - pad - missing), Math.Min(100, high + pad + missing), height, margin);
    }

    /// <summary>Pixels from the top for a share of 0 to 1; what lies outside the axis is drawn at its edge.</summary>
    public double Y(double share) => Margin + (High - Math.Clamp(100 * share, Low, High)) / (High - Low) * (Height - 2 * Margin);

    /// <summary>The same as text.</summary>
    public string At(double share) => ChartSvg.Number(Math.Round(Y(share), Decimals));

    /// <summary>Draws the axis at the left, with a line across the plot at each number.</summary>
    public void AddAxis(ChartSvg svg)
    {
        var ticks = ChartSvg.Ticks(Low, High, Height > 150 ? 5 : 3);
        var format = ticks.All(double.IsInteger) ? "0" : "0.0";
        foreach (var tick in ticks)
        {
            var y = Y(tick / 100);
            svg.Line("gridline", 0, y, 100, y).Text("yl", 0, y + 4, tick.ToString(format, CultureInfo.InvariantCulture) + "%", -8);
        }
    }
}
