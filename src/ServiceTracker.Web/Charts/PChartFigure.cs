using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using static ServiceTracker.Web.Charts.PChartBody;
using static ServiceTracker.Web.Charts.PChartWords;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// Draws a <see cref="UnitChart"/>. Diamond = concern, circle = improvement, each in its own colour and always in words as well;
/// a week without interactions is a gap, and a thin upright line is where another baseline came into force or a change was recorded. The
/// full figure has the same numbers as a table, from which charts.js reads values aloud.
/// </summary>
public static class PChartFigure
{
    // Of the height, kept free so that points and lines at the edge are drawn whole; pixels.
    private const double Edge = 6, MiniEdge = 4;

    // Height of the axis below the plot and least distance between two labels at the right; pixels.
    private const double AxisHeight = 22, LabelDistance = 14;

    // Lines of words at marks, and most characters of one.
    private const int MarkRows = 3, LongestMark = 32;

    /// <summary>The full control chart: band, mean, target, changes of the baseline, axes, legend and table.</summary>
    /// <param name="id">Id of the figure, unique in the page.</param>
    /// <param name="title">What is counted, such as "All basics met".</param>
    /// <param name="chart">The chart.</param>
    /// <param name="hrefOfWeek">Where the interactions behind a week are listed.</param>
    /// <param name="height">Height of the plot without its axis, pixels.</param>
    /// <param name="recorded">Recorded changes that concern the unit, within the time of the chart.</param>
    public static IHtmlContent Render(
        string id, string title, UnitChart chart, Func<UnitChartPoint, string> hrefOfWeek, int height = 260,
        IReadOnlyList<ProcessChange>? recorded = null)
    {
        if (chart.WeeksWithData == 0) return Empty(id, title, chart);

        var scale = RateScale.Of(chart, height, Edge);
        var points = chart.Points;
        var svg = new ChartSvg();
        svg.Raw($"<figure class=\"chart\" id=\"{ChartSvg.Encode(id)}\"><div class=\"plotbox\">");
        svg.Raw(
            $"<svg class=\"plot\" width=\"100%\" height=\"{ChartSvg.Number(height + AxisHeight)}\" role=\"group\" " +
            $"aria-label=\"{ChartSvg.Encode(Sentence(title, chart))}\">");
        scale.AddAxis(svg);
        AddTimeAxis(svg, points, height);
        PChartBody.Add(svg, chart, scale, recorded);
        AddChanges(svg, chart, recorded ?? []);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i] is not { Signal: not Signal.None, Rate: { } rate } point) continue;
            svg.Raw(
                $"<a href=\"{ChartSvg.Encode(hrefOfWeek(point))}\" aria-label=\"{ChartSvg.Encode(Spoken(point))}\">" +
                $"<circle class=\"hit\" cx=\"{ChartSvg.Number(X(i, points.Count))}%\" cy=\"{ChartSvg.Number(scale.Y(rate))}\" r=\"12\"/>");
            svg.Use(Glyph(point.Signal), X(i, points.Count), scale.Y(rate)).Raw("</a>");
        }

        AddRightLabels(svg, chart, scale);
        svg.Raw("</svg></div>");
        AddKeyFigures(svg, chart);
        PChartLegend.Add(svg, chart, hasRecorded: recorded is { Count: > 0 });
        PChartTable.Add(svg, title, chart, hrefOfWeek);
        return new HtmlString(svg.Raw("</figure>").ToString());
    }

    /// <summary>A sparkline without axes, described in full for those who cannot see it.</summary>
    /// <param name="label">What is counted and for whom.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="height">Pixels.</param>
    public static IHtmlContent Mini(string label, UnitChart chart, int height = 40)
    {
        if (chart.WeeksWithData == 0) return new HtmlString("<span class=\"muted\">No interactions</span>");

        var scale = RateScale.Of(chart, height, MiniEdge);
        var points = chart.Points;
        var svg = new ChartSvg();
        svg.Raw(
            $"<svg class=\"mini\" width=\"100%\" height=\"{height}\" role=\"img\" " +
            $"aria-label=\"{ChartSvg.Encode(Sentence(label, chart))}\">");
        PChartBody.Add(svg, chart, scale);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i] is { Signal: not Signal.None, Rate: { } rate })
                svg.Use(Glyph(points[i].Signal) + "s", X(i, points.Count), scale.Y(rate));
        }

        var last = LastIndex(points);
        if (points[last].Signal == Signal.None) svg.Use("g-l", X(last, points.Count), scale.Y(points[last].Rate!.Value));
        return new HtmlString(svg.Raw("</svg>").ToString());
    }

    private static HtmlString Empty(string id, string title, UnitChart chart)
    {
        var span = chart.Points.Count == 0 ? "" : $" from {Day(chart.Points[0].Week)} to {Day(chart.Points[^1].Week)}";
        return new HtmlString(
            $"<figure class=\"chart\" id=\"{ChartSvg.Encode(id)}\"><div class=\"empty\">" +
            "<svg width=\"28\" height=\"28\" viewBox=\"0 0 28 28\" aria-hidden=\"true\"><use href=\"#k-not_enough_yet\"/></svg>" +
            $"<p><b>{ChartSvg.Encode(title)}: nothing to draw yet</b></p>" +
            $"<p>{ChartSvg.Encode($"There are no scored interactions{span}.")}</p></div></figure>");
    }

    private static void AddTimeAxis(ChartSvg svg, IReadOnlyList<UnitChartPoint> points, double height)
    {
        var every = points.Count switch { <= 60 => 1, <= 160 => 3, _ => 12 };
        var labels = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var monday = points[i].Week.Monday;
            if (monday.Day > 7 || (monday.Month - 1) % every != 0) continue;
            var text = monday.ToString(monday.Month == 1 || labels == 0 ? "MMM ’yy" : "MMM", CultureInfo.InvariantCulture);
            svg.Text(labels % 2 == 0 ? "xl" : "xl alt", X(i, points.Count), height + 17, text);
            labels++;
        }

        if (labels == 0)
            svg.Text("xl", X(0, points.Count), height + 17, points[0].Week.Monday.ToString("d MMM ’yy", CultureInfo.InvariantCulture));
    }

    private static void AddChanges(ChartSvg svg, UnitChart chart, IReadOnlyList<ProcessChange> recorded)
    {
        var marks = chart.Changes.Select(c => (Date: c.From, Text: $"baseline {c.Number}"))
            .Concat(recorded.Select(c => (c.Date, Text: Short(c.What)))).OrderBy(m => m.Date).ToList();
        for (var i = 0; i < marks.Count; i++)
        {
            var at = 100 * WeeksUntil(marks[i].Date, chart) / chart.Points.Count;
            // Where the line stands far to the right its words stand to its left, within the plot; those of neighbours stand below each
            // other.
            svg.Text(
                at > 70 ? "cl end" : "cl", at, 9 + i % MarkRows * LabelDistance,
                $"{marks[i].Date.ToString("d MMM", CultureInfo.InvariantCulture)}: {marks[i].Text}", at > 70 ? -4 : 4);
        }
    }

    // The whole of it stands in words elsewhere.
    private static string Short(string what) => what.Length <= LongestMark ? what : what[..(LongestMark - 1)].TrimEnd() + "…";

    private static void AddRightLabels(ChartSvg svg, UnitChart chart, RateScale scale)
    {
        var last = chart.Points[LastIndex(chart.Points)];
        List<(double Y, string Text, string Css)> labels = [];
        if (chart.Centre is { } centre) labels.Add((scale.Y(centre), $"Mean {ChartSvg.Percent(centre)}", "rl"));
        if (last is { Lower: { } lower, Upper: { } upper })
        {
            labels.Add((scale.Y(upper), $"Upper {ChartSvg.Percent(upper)}", "rl lim"));
            labels.Add((scale.Y(lower), $"Lower {ChartSvg.Percent(lower)}", "rl lim"));
        }

        if (last.Target is { } target) labels.Add((scale.Y(target), $"Target {ChartSvg.Percent(target)}", "rl tgt"));
        labels = [.. labels.OrderBy(label => label.Y)];

        double highest = Edge, lowest = scale.Height - 2;
        for (var i = 0; i < labels.Count; i++)
        {
            var free = i == 0 ? highest : labels[i - 1].Y + LabelDistance;
            labels[i] = labels[i] with { Y = Math.Max(labels[i].Y, free) };
        }

        for (var i = labels.Count - 1; i >= 0; i--)
        {
            var free = i == labels.Count - 1 ? lowest : labels[i + 1].Y - LabelDistance;
            labels[i] = labels[i] with { Y = Math.Min(labels[i].Y, free) };
        }

        foreach (var (y, text, css) in labels) svg.Text(css, 100, y + 4, text, 8);
    }

    private static void AddKeyFigures(ChartSvg svg, UnitChart chart)
    {
        var last = chart.Points[LastIndex(chart.Points)];
        svg.Raw($"<p class=\"kv\"><span>Latest <b>{Figures(last)}</b></span>");
        if (chart.Centre is { } centre) svg.Raw($"<span>Mean <b>{ChartSvg.Percent(centre)}</b></span>");
        if (last.Target is { } target) svg.Raw($"<span>Target <b>{ChartSvg.Percent(target)}</b></span>");
        if (last is { Lower: { } lower, Upper: { } upper })
            svg.Raw($"<span>Usual <b>{ChartSvg.Percent(lower)}–{ChartSvg.Percent(upper)}</b></span>");
        svg.Raw("</p>");
    }
}
