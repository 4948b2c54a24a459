using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Application.People;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// A person's days as dots, one a day, around the line of all of them together: good days and bad days are seen at once. No day is judged.
/// The same numbers stand below it as a table, from which charts.js reads values aloud.
/// </summary>
public static class DayDotsFigure
{
    private const int Height = 130;
    private const double Edge = 6, AxisHeight = 22;

    /// <summary>The figure.</summary>
    /// <param name="id">Id of the figure, unique in the page.</param>
    /// <param name="worked">Days with interactions, oldest first.</param>
    /// <param name="hrefOfDay">Where the interactions of a day are listed.</param>
    public static IHtmlContent Render(string id, IReadOnlyList<WorkedDay> worked, Func<DateOnly, string> hrefOfDay)
    {
        ArgumentNullException.ThrowIfNull(worked);
        ArgumentNullException.ThrowIfNull(hrefOfDay);
        var scored = worked.Where(d => d.N > 0).ToList();
        if (scored.Count == 0) return HtmlString.Empty;
        var (first, days) = (scored[0].Date, scored[^1].Date.DayNumber - scored[0].Date.DayNumber + 1);
        var level = (double)scored.Sum(d => d.K) / scored.Sum(d => d.N);
        var scale = RateScale.Over([.. scored.Select(RateOf), level, 1], Height, Edge);
        var svg = new ChartSvg();
        svg.Raw($"<figure class=\"chart\" id=\"{ChartSvg.Encode(id)}\" data-per=\"day\"><div class=\"plotbox\">");
        svg.Raw(
            $"<svg class=\"plot\" width=\"100%\" height=\"{ChartSvg.Number(Height + AxisHeight)}\" role=\"group\" " +
            $"aria-label=\"All basics met, by day, from {Day(first)} to {Day(scored[^1].Date)}. " +
            $"{scored.Count} days, {ChartSvg.Percent(level)} on the whole, {ChartSvg.Percent(scored.Min(RateOf))} on the lowest.\">");
        scale.AddAxis(svg);
        DayAxis.Add(svg, first, days, Height);
        var dots = new StringBuilder();
        foreach (var day in scored)
        {
            dots.Append('M').Append(ChartSvg.Number(day.Date.DayNumber - first.DayNumber + .5)).Append(' ').Append(scale.At(RateOf(day)))
                .Append("h0");
        }

        svg.Raw($"<svg class=\"in\" width=\"100%\" height=\"{Height}\" viewBox=\"0 0 {days} {Height}\" preserveAspectRatio=\"none\">");
        svg.Raw($"<path class=\"mean\" d=\"M0 {scale.At(level)}H{days}\"/><path class=\"dots\" d=\"{dots}\"/></svg>");
        svg.Text("rl lim", 100, scale.Y(level) + 4, $"Whole {ChartSvg.Percent(level)}", 8);
        svg.Raw("</svg></div>");
        AddTable(svg, scored, first, days, hrefOfDay);
        return new HtmlString(svg.Raw("</figure>").ToString());
    }

    private static void AddTable(
        ChartSvg svg, IReadOnlyList<WorkedDay> scored, DateOnly first, int days, Func<DateOnly, string> hrefOfDay)
    {
        svg.Raw("<details class=\"dt\"><summary>Show as a table</summary><div class=\"scroll\"><table class=\"data\">");
        svg.Raw("<caption class=\"vh\">All basics met, by day, newest first</caption><thead><tr><th scope=\"col\">Day</th>");
        foreach (var head in (string[])["Interactions", "Met", "Missed"]) svg.Raw($"<th scope=\"col\" class=\"num\">{head}</th>");
        svg.Raw("<th scope=\"col\">Reading</th></tr></thead><tbody>");
        var byDate = scored.ToDictionary(d => d.Date);
        for (var at = days - 1; at >= 0; at--)
        {
            var date = first.AddDays(at);
            var day = byDate.GetValueOrDefault(date, new WorkedDay(date, 0, 0, 0));
            svg.Raw($"<tr><th scope=\"row\"><a href=\"{ChartSvg.Encode(hrefOfDay(date))}\">{Day(date)}</a></th>");
            svg.Raw(string.Create(CultureInfo.InvariantCulture, $"<td class=\"num\">{day.N}</td>"));
            svg.Raw($"<td class=\"num\">{(day.N == 0 ? "–" : ChartSvg.Percent(RateOf(day)))}</td>");
            svg.Raw(string.Create(CultureInfo.InvariantCulture, $"<td class=\"num\">{day.N - day.K}</td><td></td></tr>"));
        }

        svg.Raw("</tbody></table></div></details>");
    }

    private static double RateOf(WorkedDay day) => (double)day.K / day.N;

    private static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
