using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using static ServiceTracker.Web.Charts.PChartWords;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// One of many small p charts on one scale, without axes. Its numbers are not in a table of its own but in short beside the drawing, from
/// which charts.js reads values aloud as from the table of a full chart; days and names of the weeks stand once around all of them.
/// </summary>
public static class PChartMultiple
{
    private const double Edge = 5;

    /// <summary>Names of the weeks of charts over the same weeks, oldest first, as the element around them carries them.</summary>
    public static string WeeksOf(UnitChart chart) => string.Join('|', chart.Points.Select(p => Day(p.Week)));

    /// <summary>Draws it.</summary>
    /// <param name="label">What is counted and for whom.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="foot">Of the common scale, 0 to 0.95; what lies below is drawn at the edge.</param>
    /// <param name="href">Where the interactions of the last week are listed; those of other weeks are at the same address with their own
    /// days.</param>
    /// <param name="height">Pixels.</param>
    public static IHtmlContent Render(string label, UnitChart chart, double foot, string href, int height = 56)
    {
        var scale = new RateScale(100 * foot, 100, height, Edge) { Decimals = 0 };
        var points = chart.Points;
        var svg = new ChartSvg();
        svg.Raw(
            $"<figure class=\"chart small\" data-values=\"{ChartSvg.Encode(ValuesOf(chart))}\" data-href=\"{ChartSvg.Encode(href)}\">" +
            $"<div class=\"plotbox\"><svg class=\"plot mini\" width=\"100%\" height=\"{height}\" role=\"img\" " +
            $"aria-label=\"{ChartSvg.Encode(Sentence(label, chart))}\">");
        PChartBody.Add(svg, chart, scale);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i] is { Signal: not Signal.None, Rate: { } rate } p)
                svg.Use(PChartBody.Glyph(p.Signal) + "s", PChartBody.X(i, points.Count), Math.Round(scale.Y(rate)));
        }

        return new HtmlString(svg.Raw("</svg></div></figure>").ToString());
    }

    // A week: n, k, limits in tenths of a percent ("-" for none) and the words of its signal; of one without interactions its n alone.
    private static string ValuesOf(UnitChart chart)
    {
        var text = new StringBuilder();
        foreach (var point in chart.Points)
        {
            if (text.Length > 0) text.Append(';');
            text.Append(CultureInfo.InvariantCulture, $"{point.N}");
            if (point.N == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $" {point.K} {Tenths(point.Lower)} {Tenths(point.Upper)}");
            if (Words(point) is { Length: > 0 } words) text.Append(' ').Append(words);
        }

        return text.ToString();

        static string Tenths(double? share) =>
            share is { } s ? Math.Round(1000 * s).ToString(CultureInfo.InvariantCulture) : "-";
    }
}
