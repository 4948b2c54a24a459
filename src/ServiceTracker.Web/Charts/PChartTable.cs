using System.Globalization;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using static ServiceTracker.Web.Charts.PChartWords;

namespace ServiceTracker.Web.Charts;

/// <summary>The numbers of a <see cref="PChartFigure"/>, a row a week, newest first; charts.js reads values aloud from it.</summary>
internal static class PChartTable
{
    /// <summary>Adds the table, folded up.</summary>
    /// <param name="svg">The figure.</param>
    /// <param name="title">What is counted.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="hrefOfWeek">Where the interactions behind a week are listed.</param>
    public static void Add(ChartSvg svg, string title, UnitChart chart, Func<UnitChartPoint, string> hrefOfWeek)
    {
        svg.Raw("<details class=\"dt\"><summary>Show as a table</summary><div class=\"scroll\"><table class=\"data\">");
        svg.Raw($"<caption class=\"vh\">{ChartSvg.Encode(title)}, by week, newest first</caption>");
        svg.Raw("<thead><tr><th scope=\"col\">Week of</th>");
        foreach (var head in (string[])["Scored", "Rate", "Lower", "Mean", "Upper", "Target"])
            svg.Raw($"<th scope=\"col\" class=\"num\">{head}</th>");
        svg.Raw("<th scope=\"col\">Signal</th></tr></thead><tbody>");
        foreach (var point in chart.Points.Reverse()) AddRow(svg, point, chart, hrefOfWeek(point));
        svg.Raw("</tbody></table></div></details>");
    }

    private static void AddRow(ChartSvg svg, UnitChartPoint point, UnitChart chart, string href)
    {
        svg.Raw($"<tr><th scope=\"row\"><a href=\"{ChartSvg.Encode(href)}\">{Day(point.Week)}</a>");
        svg.Raw($" <small class=\"muted\">{point.Week}</small>");
        foreach (var change in chart.Changes.Where(c => IsoWeek.Of(c.From) == point.Week)) svg.Raw($" <small>{Change(change)}</small>");
        svg.Raw("</th>");
        Cell(point.N.ToString(CultureInfo.InvariantCulture));
        Cell(Share(point.Rate));
        Cell(Share(point.Lower));
        Cell(Share(point.N == 0 ? null : chart.Centre));
        Cell(Share(point.Upper));
        Cell(Share(point.Target));
        svg.Raw($"<td>{Words(point)}</td></tr>");

        void Cell(string text) => svg.Raw($"<td class=\"num\">{text}</td>");
    }
}
