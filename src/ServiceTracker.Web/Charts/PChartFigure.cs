using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// Draws a <see cref="PChart"/>. Diamond = below the usual range, circle = above it, each in its own colour and always in words as well;
/// a week without interactions is a gap. The full figure has the same numbers as a table, from which charts.js reads values aloud.
/// </summary>
public static class PChartFigure
{
    // Of the height, kept free so that points and lines at the edge are drawn whole; pixels.
    private const double Edge = 6, MiniEdge = 4;

    // Height of the axis below the plot and least distance between two labels at the right; pixels.
    private const double AxisHeight = 22, LabelDistance = 14;

    // Least height of the axis, so that a series without any variation does not look like a storm; percent.
    private const double LeastSpan = 2;

    /// <summary>The full control chart: band, mean, target, axes, legend and table.</summary>
    /// <param name="id">Id of the figure, unique in the page.</param>
    /// <param name="title">What is counted, such as "All basics met".</param>
    /// <param name="chart">The chart.</param>
    /// <param name="hrefOfWeek">Where the interactions behind a week are listed.</param>
    /// <param name="height">Height of the plot without its axis, pixels.</param>
    public static IHtmlContent Render(string id, string title, PChart chart, Func<PChartPoint, string> hrefOfWeek, int height = 260)
    {
        if (chart.WeeksWithData == 0) return Empty(id, title, chart);

        var scale = Scale.Of(chart, height, Edge);
        var points = chart.Points;
        var svg = new ChartSvg();
        svg.Raw($"<figure class=\"chart\" id=\"{ChartSvg.Encode(id)}\"><div class=\"plotbox\">");
        svg.Raw($"<svg class=\"plot\" width=\"100%\" height=\"{ChartSvg.Number(height + AxisHeight)}\" role=\"group\" aria-label=\"{ChartSvg.Encode(Sentence(title, chart))}\">");
        AddRateAxis(svg, scale);
        AddTimeAxis(svg, points, height);
        AddBody(svg, chart, scale);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i] is not { Signal: not Signal.None, Rate: { } rate } point) continue;
            svg.Raw($"<a href=\"{ChartSvg.Encode(hrefOfWeek(point))}\" aria-label=\"{ChartSvg.Encode(Spoken(point))}\"><circle class=\"hit\" cx=\"{ChartSvg.Number(X(i, points.Count))}%\" cy=\"{ChartSvg.Number(scale.Y(rate))}\" r=\"12\"/>");
            svg.Use(Glyph(point.Signal), X(i, points.Count), scale.Y(rate)).Raw("</a>");
        }

        AddRightLabels(svg, chart, scale);
        svg.Raw("</svg></div>");
        AddKeyFigures(svg, chart);
        AddLegend(svg, chart);
        AddTable(svg, title, chart, hrefOfWeek);
        return new HtmlString(svg.Raw("</figure>").ToString());
    }

    /// <summary>A sparkline without axes, described in full for those who cannot see it.</summary>
    /// <param name="label">What is counted and for whom.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="height">Pixels.</param>
    public static IHtmlContent Mini(string label, PChart chart, int height = 40)
    {
        if (chart.WeeksWithData == 0) return new HtmlString("<span class=\"muted\">No interactions</span>");

        var scale = Scale.Of(chart, height, MiniEdge);
        var points = chart.Points;
        var svg = new ChartSvg();
        svg.Raw($"<svg class=\"mini\" width=\"100%\" height=\"{height}\" role=\"img\" aria-label=\"{ChartSvg.Encode(Sentence(label, chart))}\">");
        AddBody(svg, chart, scale);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i] is { Signal: not Signal.None, Rate: { } rate }) svg.Use(Glyph(points[i].Signal) + "s", X(i, points.Count), scale.Y(rate));
        }

        var last = LastIndex(points);
        if (points[last].Signal == Signal.None) svg.Use("g-l", X(last, points.Count), scale.Y(points[last].Rate!.Value));
        return new HtmlString(svg.Raw("</svg>").ToString());
    }

    /// <summary>The chart as one paragraph: span, latest week, mean, usual range, target and what is out of range.</summary>
    /// <param name="title">What is counted.</param>
    /// <param name="chart">The chart.</param>
    public static string Sentence(string title, PChart chart)
    {
        if (chart.WeeksWithData == 0) return $"{title}, weekly: no scored interactions.";

        var points = chart.Points;
        var last = points[LastIndex(points)];
        var below = points.Count(p => p.Signal == Signal.Concern);
        var above = points.Count(p => p.Signal == Signal.Improvement);
        var text = new StringBuilder()
            .Append($"{title}, weekly, from {Day(points[0].Week)} to {Day(points[^1].Week)}. ")
            .Append($"Week of {Day(last.Week)}: {Figures(last)}. ")
            .Append($"Mean {ChartSvg.Percent(chart.Centre)}, usual range {ChartSvg.Percent(last.Lower)} to {ChartSvg.Percent(last.Upper)}");
        if (chart.Target is { } target) text.Append($", target {ChartSvg.Percent(target)}");
        text.Append(". ");
        if (below + above == 0) text.Append("No week is outside its usual range");
        else text.Append($"Of {Weeks(chart.WeeksWithData)} with interactions, {below} {(below == 1 ? "is" : "are")} below the usual range and {above} above");
        var gaps = points.Count - chart.WeeksWithData;
        if (gaps > 0) text.Append($"; {Weeks(gaps)} without interactions");
        return text.Append('.').ToString();
    }

    private static HtmlString Empty(string id, string title, PChart chart)
    {
        var span = chart.Points.Count == 0 ? "" : $" from {Day(chart.Points[0].Week)} to {Day(chart.Points[^1].Week)}";
        return new HtmlString(
            $"<figure class=\"chart\" id=\"{ChartSvg.Encode(id)}\"><div class=\"empty\"><svg width=\"28\" height=\"28\" viewBox=\"0 0 28 28\" aria-hidden=\"true\"><use href=\"#k-not_enough_yet\"/></svg>"
            + $"<p><b>{ChartSvg.Encode(title)}: nothing to draw yet</b></p><p>{ChartSvg.Encode($"There are no scored interactions{span}.")}</p></div></figure>");
    }

    private static void AddRateAxis(ChartSvg svg, Scale scale)
    {
        var ticks = ChartSvg.Ticks(scale.Low, scale.High, scale.Height > 150 ? 5 : 3);
        var format = ticks.All(double.IsInteger) ? "0" : "0.0";
        foreach (var tick in ticks)
        {
            var y = scale.Y(tick / 100);
            svg.Line("gridline", 0, y, 100, y).Text("yl", 0, y + 4, tick.ToString(format, CultureInfo.InvariantCulture) + "%", -8);
        }
    }

    private static void AddTimeAxis(ChartSvg svg, IReadOnlyList<PChartPoint> points, double height)
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

        if (labels == 0) svg.Text("xl", X(0, points.Count), height + 17, points[0].Week.Monday.ToString("d MMM ’yy", CultureInfo.InvariantCulture));
    }

    /// <summary>Band, mean, target, line and the dots of ordinary weeks; x counts weeks and is stretched to the width.</summary>
    private static void AddBody(ChartSvg svg, PChart chart, Scale scale)
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
        svg.Raw($"<svg class=\"in\" width=\"100%\" height=\"{height}\" viewBox=\"0 0 {points.Count} {height}\" preserveAspectRatio=\"none\">");
        svg.Raw($"<path class=\"band\" d=\"{band}\"/><path class=\"mean\" d=\"M0 {scale.At(chart.Centre)}H{points.Count}\"/>");
        if (chart.Target is { } target) svg.Raw($"<path class=\"target\" d=\"M0 {scale.At(target)}H{points.Count}\"/>");
        svg.Raw($"<path class=\"line\" d=\"{line}\"/><path class=\"dots\" d=\"{dots}\"/></svg>");
    }

    private static void AddRun(IReadOnlyList<PChartPoint> points, int start, int end, Scale scale, StringBuilder band, StringBuilder line, StringBuilder dots)
    {
        band.Append(CultureInfo.InvariantCulture, $"M{start} {scale.At(points[start].Upper)}");
        for (var i = start; i < end; i++) band.Append(CultureInfo.InvariantCulture, $"V{scale.At(points[i].Upper)}H{i + 1}");
        for (var i = end - 1; i >= start; i--) band.Append(CultureInfo.InvariantCulture, $"V{scale.At(points[i].Lower)}H{i}");
        band.Append('Z');
        for (var i = start; i < end; i++)
        {
            var at = $"{ChartSvg.Number(i + .5)} {scale.At(points[i].Rate!.Value)}";
            line.Append(i == start ? 'M' : 'L').Append(at);
            if (points[i].Signal == Signal.None) dots.Append('M').Append(at).Append("h0");
        }
    }

    private static void AddRightLabels(ChartSvg svg, PChart chart, Scale scale)
    {
        var last = chart.Points[LastIndex(chart.Points)];
        List<(double Y, string Text, string Css)> labels =
        [
            (scale.Y(chart.Centre), $"Mean {ChartSvg.Percent(chart.Centre)}", "rl"),
            (scale.Y(last.Upper), $"Upper {ChartSvg.Percent(last.Upper)}", "rl lim"),
            (scale.Y(last.Lower), $"Lower {ChartSvg.Percent(last.Lower)}", "rl lim"),
        ];
        if (chart.Target is { } target) labels.Add((scale.Y(target), $"Target {ChartSvg.Percent(target)}", "rl tgt"));
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

    private static void AddKeyFigures(ChartSvg svg, PChart chart)
    {
        var last = chart.Points[LastIndex(chart.Points)];
        svg.Raw($"<p class=\"kv\"><span>Latest <b>{Figures(last)}</b></span><span>Mean <b>{ChartSvg.Percent(chart.Centre)}</b></span>");
        if (chart.Target is { } target) svg.Raw($"<span>Target <b>{ChartSvg.Percent(target)}</b></span>");
        svg.Raw($"<span>Usual <b>{ChartSvg.Percent(last.Lower)}–{ChartSvg.Percent(last.Upper)}</b></span></p>");
    }

    private static void AddLegend(ChartSvg svg, PChart chart)
    {
        svg.Raw("<figcaption class=\"legend\"><span><svg width=\"18\" height=\"12\" aria-hidden=\"true\"><path class=\"k-band\" d=\"M0 1h18v10H0z\"/></svg>Usual range (3 sigma)</span>");
        svg.Raw("<span><svg width=\"18\" height=\"12\" aria-hidden=\"true\"><path class=\"k-mean\" d=\"M0 6h18\"/></svg>Mean</span>");
        if (chart.Target is not null) svg.Raw("<span><svg width=\"18\" height=\"12\" aria-hidden=\"true\"><path class=\"k-target\" d=\"M0 6h18\"/></svg>Target</span>");
        svg.Raw("<span><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><use href=\"#g-c\" x=\"7\" y=\"7\"/></svg>Concern</span>");
        svg.Raw("<span><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><use href=\"#g-i\" x=\"7\" y=\"7\"/></svg>Improvement</span></figcaption>");
    }

    private static void AddTable(ChartSvg svg, string title, PChart chart, Func<PChartPoint, string> hrefOfWeek)
    {
        svg.Raw($"<details class=\"dt\"><summary>Show as a table</summary><div class=\"scroll\"><table class=\"data\"><caption class=\"vh\">{ChartSvg.Encode(title)}, by week, newest first</caption>");
        svg.Raw("<thead><tr><th scope=\"col\">Week of</th><th scope=\"col\" class=\"num\">Scored</th><th scope=\"col\" class=\"num\">Rate</th><th scope=\"col\" class=\"num\">Lower</th><th scope=\"col\" class=\"num\">Mean</th><th scope=\"col\" class=\"num\">Upper</th><th scope=\"col\">Signal</th></tr></thead><tbody>");
        foreach (var point in chart.Points.Reverse())
        {
            svg.Raw($"<tr><th scope=\"row\"><a href=\"{ChartSvg.Encode(hrefOfWeek(point))}\">{Day(point.Week)}</a> <small class=\"muted\">{point.Week}</small></th>");
            Cell(point.N.ToString(CultureInfo.InvariantCulture));
            Cell(Share(point.Rate));
            Cell(Share(point.Lower));
            Cell(Share(point.N == 0 ? null : chart.Centre));
            Cell(Share(point.Upper));
            svg.Raw($"<td>{Words(point.Signal)}</td></tr>");
        }

        svg.Raw("</tbody></table></div></details>");

        void Cell(string text) => svg.Raw($"<td class=\"num\">{text}</td>");
        static string Share(double? share) => share is { } value && !double.IsNaN(value) ? ChartSvg.Percent(value) : "–";
    }

    private static double X(int index, int count) => 100 * (index + .5) / count;

    private static int LastIndex(IReadOnlyList<PChartPoint> points)
    {
        var index = points.Count - 1;
        while (points[index].N == 0) index--;
        return index;
    }

    private static string Day(IsoWeek week) => week.Monday.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Weeks(int count) => count == 1 ? "1 week" : $"{count} weeks";

    private static string Figures(PChartPoint point) => $"{ChartSvg.Percent(point.Rate!.Value)} of {point.N}";

    private static string Spoken(PChartPoint point) =>
        $"Week of {Day(point.Week)}: {Figures(point)}, {Words(point.Signal).ToLowerInvariant()} {ChartSvg.Percent(point.Lower)} to {ChartSvg.Percent(point.Upper)}";

    private static string Words(Signal signal) => signal switch
    {
        Signal.Concern => "Concern: below the usual range",
        Signal.Improvement => "Improvement: above the usual range",
        _ => "",
    };

    private static string Glyph(Signal signal) => signal == Signal.Concern ? "g-c" : "g-i";

    /// <summary>The vertical axis, in percent, chosen so that every point, the target and the limits of weeks of a fair size fit.</summary>
    private readonly record struct Scale(double Low, double High, double Height, double Margin)
    {
        public static Scale Of(PChart chart, double height, double margin)
        {
            var fair = chart.Points.Where(p => p.N >= MinimumSample.Default).ToArray();
            var shares = chart.Points.Where(p => p.N > 0).Select(p => p.Rate!.Value)
                .Concat(fair.SelectMany(p => new[] { p.Lower, p.Upper }))
                .Append(chart.Centre)
                .Append(chart.Target ?? chart.Centre)
                .ToArray();
            double low = 100 * shares.Min(), high = 100 * shares.Max();
            var missing = Math.Max(0, LeastSpan - (high - low));
            var pad = .06 * (high - low + missing);
            return new Scale(Math.Max(0, low - pad - missing), Math.Min(100, high + pad + missing), height, margin);
        }

        /// <summary>Pixels from the top for a share of 0 to 1; what lies outside the axis is drawn at its edge.</summary>
        public double Y(double share) => Margin + (High - Math.Clamp(100 * share, Low, High)) / (High - Low) * (Height - 2 * Margin);

        public string At(double share) => ChartSvg.Number(Y(share));
    }
}
