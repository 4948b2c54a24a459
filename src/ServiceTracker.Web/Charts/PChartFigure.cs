using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
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
        AddBody(svg, chart, scale, recorded);
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
        AddBody(svg, chart, scale);
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

    /// <summary>Band, mean, target, line and the dots of ordinary weeks; x counts weeks and is stretched to the width.</summary>
    private static void AddBody(
        ChartSvg svg, UnitChart chart, RateScale scale, IReadOnlyList<ProcessChange>? recorded = null)
    {
        var points = chart.Points;
        StringBuilder band = new(), line = new(), dots = new();
        for (var start = 0; start < points.Count; start++)
        {
            if (points[start].N == 0) continue;
            var end = start;
            while (end < points.Count && points[end].N > 0) end++;
            AddRun(points, start, end, scale, band, line, dots);
            start = end;
        }

        var height = ChartSvg.Number(scale.Height);
        svg.Raw(
            $"<svg class=\"in\" width=\"100%\" height=\"{height}\" viewBox=\"0 0 {points.Count} {height}\" preserveAspectRatio=\"none\">");
        if (chart.Centre is { } centre)
            svg.Raw($"<path class=\"band\" d=\"{band}\"/><path class=\"mean\" d=\"M0 {scale.At(centre)}H{points.Count}\"/>");
        foreach (var date in chart.Changes.Select(c => c.From).Concat((recorded ?? []).Select(c => c.Date)))
            svg.Raw($"<path class=\"change\" d=\"M{ChartSvg.Number(WeeksUntil(date, chart))} 0V{height}\"/>");
        if (TargetPath(points, scale) is { Length: > 0 } target) svg.Raw($"<path class=\"target\" d=\"{target}\"/>");
        svg.Raw($"<path class=\"line\" d=\"{line}\"/><path class=\"dots\" d=\"{dots}\"/></svg>");
    }

    // The target that held in each week: a step where another baseline aims elsewhere.
    private static string TargetPath(IReadOnlyList<UnitChartPoint> points, RateScale scale)
    {
        var path = new StringBuilder();
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Target is not { } target) continue;
            if (i == 0 || points[i - 1].Target is null) path.Append(CultureInfo.InvariantCulture, $"M{i} {scale.At(target)}");
            else if (points[i - 1].Target != target) path.Append(CultureInfo.InvariantCulture, $"V{scale.At(target)}");
            if (i + 1 == points.Count || points[i + 1].Target != target) path.Append(CultureInfo.InvariantCulture, $"H{i + 1}");
        }

        return path.ToString();
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

    private static double WeeksUntil(DateOnly date, UnitChart chart) => (date.DayNumber - chart.Points[0].Week.Monday.DayNumber) / 7.0;

    private static void AddRun(
        IReadOnlyList<UnitChartPoint> points, int start, int end, RateScale scale,
        StringBuilder band, StringBuilder line, StringBuilder dots)
    {
        if (points[start].Upper is { } first)
        {
            band.Append(CultureInfo.InvariantCulture, $"M{start} {scale.At(first)}");
            for (var i = start; i < end; i++) band.Append(CultureInfo.InvariantCulture, $"V{scale.At(points[i].Upper!.Value)}H{i + 1}");
            for (var i = end - 1; i >= start; i--) band.Append(CultureInfo.InvariantCulture, $"V{scale.At(points[i].Lower!.Value)}H{i}");
            band.Append('Z');
        }

        for (var i = start; i < end; i++)
        {
            var at = $"{ChartSvg.Number(i + .5)} {scale.At(points[i].Rate!.Value)}";
            line.Append(i == start ? 'M' : 'L').Append(at);
            if (points[i].Signal == Signal.None) dots.Append('M').Append(at).Append("h0");
        }
    }

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

    private static double X(int index, int count) => 100 * (index + .5) / count;

    private static string Glyph(Signal signal) => signal == Signal.Concern ? "g-c" : "g-i";
}
