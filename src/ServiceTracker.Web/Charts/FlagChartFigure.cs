using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// Draws a <see cref="FlagChart"/>: a dot a day, the line of seven days together, what is usual, and where the change most likely began.
/// From there on, a day on the wrong side of what is usual is a diamond, on the right side for a flag that says so a circle. The same
/// numbers stand below it as a table, from which charts.js reads values aloud.
/// </summary>
public static class FlagChartFigure
{
    // Of the height, kept free so that points at the edge are drawn whole; height of the axis below the plot; pixels.
    private const double Edge = 6, AxisHeight = 22;

    // Least distance of two labels at the right, pixels.
    private const double LabelDistance = 14;

    private const int Height = 200;

    /// <summary>The figure.</summary>
    /// <param name="id">Id of the figure, unique in the page.</param>
    /// <param name="chart">What to draw.</param>
    public static IHtmlContent Render(string id, FlagChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var (points, evidence) = (chart.Days, chart.Evidence);
        var shares = points.Select(FlagChart.Rate).OfType<double>().ToList();
        if (shares.Count == 0) return Empty(id, chart);

        var scale = RateScale.Over([.. shares, evidence.UsualRate, evidence.ObservedRate], Height, Edge);
        var (first, days) = (points[0].Date, points.Count);
        var svg = new ChartSvg();
        svg.Raw($"<figure class=\"chart\" id=\"{ChartSvg.Encode(id)}\" data-per=\"day\"><div class=\"plotbox\">");
        svg.Raw(
            $"<svg class=\"plot\" width=\"100%\" height=\"{ChartSvg.Number(Height + AxisHeight)}\" role=\"group\" " +
            $"aria-label=\"{ChartSvg.Encode(Sentence(chart))}\">");
        scale.AddAxis(svg);
        DayAxis.Add(svg, first, days, Height);
        AddBody(svg, chart, scale, days);
        foreach (var day in points.Where(chart.IsSign))
            svg.Use(chart.IsBetter ? "g-is" : "g-cs", X(day.Date), scale.Y(FlagChart.Rate(day)!.Value));
        AddLabels(svg, evidence, scale, X);
        svg.Raw("</svg></div>");
        AddKeyFigures(svg, evidence);
        AddLegend(svg, chart);
        FlagChartTable.Add(svg, chart);
        return new HtmlString(svg.Raw("</figure>").ToString());

        double X(DateOnly date) => 100 * (date.DayNumber - first.DayNumber + .5) / days;
    }

    private static HtmlString Empty(string id, FlagChart chart) => new(
        $"<figure class=\"chart\" id=\"{ChartSvg.Encode(id)}\"><div class=\"empty\">" +
        $"<p><b>{ChartSvg.Encode(chart.Title)}: nothing to draw</b></p><p>No days were kept with this flag.</p></div></figure>");

    private static string Sentence(FlagChart chart)
    {
        var e = chart.Evidence;
        var signs = chart.Days.Count(chart.IsSign);
        return $"{chart.Title}, by day, from {Day(chart.Days[0].Date)} to {Day(chart.Days[^1].Date)}. " +
            $"Usual {ChartSvg.Percent(e.UsualRate)}; since {Day(e.Since)} {ChartSvg.Percent(e.ObservedRate)} of {e.N}. " +
            $"{(signs == 1 ? "1 day since then lies" : $"{signs} days since then lie")} {(chart.IsBetter ? "above" : "below")} it.";
    }

    private static void AddBody(ChartSvg svg, FlagChart chart, RateScale scale, int days)
    {
        var (points, evidence) = (chart.Days, chart.Evidence);
        var first = points[0].Date.DayNumber;
        StringBuilder line = new(), dots = new();
        for (var i = 0; i < points.Count; i++)
        {
            var x = ChartSvg.Number(i + .5);
            if (chart.RateOfWeek(i) is { } week) line.Append(line.Length == 0 ? 'M' : 'L').Append(x).Append(' ').Append(scale.At(week));
            if (FlagChart.Rate(points[i]) is { } rate && !chart.IsSign(points[i]))
                dots.Append('M').Append(x).Append(' ').Append(scale.At(rate)).Append("h0");
        }

        var begins = ChartSvg.Number(Math.Clamp(evidence.Since.DayNumber - first, 0, days));
        svg.Raw($"<svg class=\"in\" width=\"100%\" height=\"{Height}\" viewBox=\"0 0 {days} {Height}\" preserveAspectRatio=\"none\">");
        svg.Raw($"<path class=\"band\" d=\"M{begins} 0H{days}V{Height}H{begins}Z\"/>");
        svg.Raw($"<path class=\"mean\" d=\"M0 {scale.At(evidence.UsualRate)}H{days}\"/>");
        svg.Raw($"<path class=\"target\" d=\"M{begins} {scale.At(evidence.ObservedRate)}H{days}\"/>");
        svg.Raw($"<path class=\"change\" d=\"M{begins} 0V{Height}\"/>");
        svg.Raw($"<path class=\"line\" d=\"{line}\"/><path class=\"dots\" d=\"{dots}\"/></svg>");
    }

    private static void AddLabels(ChartSvg svg, FlagEvidence evidence, RateScale scale, Func<DateOnly, double> x)
    {
        var (usual, since) = (scale.Y(evidence.UsualRate), scale.Y(evidence.ObservedRate));
        if (Math.Abs(usual - since) < LabelDistance)
        {
            var middle = Math.Clamp((usual + since) / 2, LabelDistance, Height - LabelDistance);
            var down = usual <= since ? 1 : -1;
            (usual, since) = (middle - down * LabelDistance / 2, middle + down * LabelDistance / 2);
        }

        svg.Text("rl lim", 100, usual + 4, $"Usual {ChartSvg.Percent(evidence.UsualRate)}", 8);
        svg.Text("rl", 100, since + 4, $"Since {ChartSvg.Percent(evidence.ObservedRate)}", 8);
        var at = Math.Clamp(x(evidence.Since), 0, 100);
        // Its words stand before the days it is about, or, where there is no room, above them.
        svg.Text(at > 30 ? "cl end" : "cl", at, Height - 6, $"since {evidence.Since.ToString("d MMM", CultureInfo.InvariantCulture)}",
            at > 30 ? -6 : 6);
    }

    private static void AddKeyFigures(ChartSvg svg, FlagEvidence e) => svg.Raw(
        $"<p class=\"kv\"><span>Usual <b>{ChartSvg.Percent(e.UsualRate)}</b></span>" +
        $"<span>Since {Day(e.Since)} <b>{ChartSvg.Percent(e.ObservedRate)} of {e.N}</b></span></p>");

    private static void AddLegend(ChartSvg svg, FlagChart chart)
    {
        svg.Raw("<figcaption class=\"legend\">");
        PChartLegend.AddLine(svg, "k-band", "M0 1h18v10H0z", "Since the change");
        PChartLegend.AddLine(svg, "k-line", "M0 6h18", "Seven days together");
        PChartLegend.AddLine(svg, "k-mean", "M0 6h18", "Usual");
        PChartLegend.AddLine(svg, "k-target", "M0 6h18", "Since the change, on the whole");
        if (chart.IsBetter) PChartLegend.AddGlyph(svg, "g-is", "A day above usual");
        else PChartLegend.AddGlyph(svg, "g-cs", "A day below usual");
        svg.Raw("</figcaption>");
    }

    internal static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
