using System.Globalization;
using System.Text;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Web.Charts;

/// <summary>What every drawing of a <see cref="UnitChart"/> has, large and small.</summary>
internal static class PChartBody
{
    /// <summary>Band, mean, target, line and the dots of ordinary weeks; x counts weeks and is stretched to the width.</summary>
    public static void Add(
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

    /// <summary>Weeks from the start of the chart to a date.</summary>
    public static double WeeksUntil(DateOnly date, UnitChart chart) => (date.DayNumber - chart.Points[0].Week.Monday.DayNumber) / 7.0;

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

    /// <summary>The middle of a week, percent of the width.</summary>
    public static double X(int index, int count) => 100 * (index + .5) / count;

    /// <summary>The sign of a marked week in the sprite.</summary>
    public static string Glyph(Signal signal) => signal == Signal.Concern ? "g-c" : "g-i";
}
