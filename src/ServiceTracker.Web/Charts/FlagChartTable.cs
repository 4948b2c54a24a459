using System.Globalization;

namespace ServiceTracker.Web.Charts;

/// <summary>The numbers of a <see cref="FlagChartFigure"/>, a row a day, newest first; charts.js reads values aloud from it.</summary>
internal static class FlagChartTable
{
    /// <summary>Adds the table, folded up.</summary>
    public static void Add(ChartSvg svg, FlagChart chart)
    {
        svg.Raw("<details class=\"dt\"><summary>Show as a table</summary><div class=\"scroll\"><table class=\"data\">");
        svg.Raw($"<caption class=\"vh\">{ChartSvg.Encode(chart.Title)}, by day, newest first</caption>");
        svg.Raw("<thead><tr><th scope=\"col\">Day</th>");
        foreach (var head in (string[])["Interactions", "Met", "Missed"]) svg.Raw($"<th scope=\"col\" class=\"num\">{head}</th>");
        svg.Raw("<th scope=\"col\">Reading</th></tr></thead><tbody>");
        foreach (var day in chart.Days.Reverse())
        {
            svg.Raw($"<tr><th scope=\"row\"><a href=\"{ChartSvg.Encode(chart.HrefOfDay(day))}\">{FlagChartFigure.Day(day.Date)}</a></th>");
            Cell(day.N.ToString(CultureInfo.InvariantCulture));
            Cell(PChartWords.Share(FlagChart.Rate(day)));
            Cell(day.Missed.ToString(CultureInfo.InvariantCulture));
            var words = chart.IsSign(day) ? chart.IsBetter ? "Above usual" : "Below usual"
                : day.Date >= chart.Evidence.Since ? "Since the change" : "";
            svg.Raw($"<td>{words}</td></tr>");
        }

        svg.Raw("</tbody></table></div></details>");

        void Cell(string text) => svg.Raw($"<td class=\"num\">{text}</td>");
    }
}
