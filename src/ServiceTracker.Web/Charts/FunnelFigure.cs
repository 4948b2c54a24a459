using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Application.Figures;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// People against what colleagues had in the same surroundings, by how many interactions they have. Everybody has limits of their own; the
/// wide ones of few interactions and the narrow ones of many make the funnel. Who is outside carries a name, and nobody else does.
/// </summary>
public static class FunnelFigure
{
    private const int Height = 180;
    private const double Edge = 10, AxisHeight = 22;

    // Percent of the width kept free at both sides, for names and half points.
    private const double Side = 3;

    /// <summary>Draws it.</summary>
    /// <param name="figures">People, compared.</param>
    /// <param name="nameOf">Name of somebody by code.</param>
    public static IHtmlContent Render(FunnelFigures figures, Func<string, string> nameOf)
    {
        var people = figures.Lines.Where(l => l is { Limits: not null, Expected: not null, Rate: not null })
            .Select(l => (Line: l, Low: l.Limits!.Value.Lower - l.Expected!.Value, High: l.Limits.Value.Upper - l.Expected.Value,
                At: l.Rate!.Value - l.Expected.Value))
            .OrderBy(p => p.Line.N).ThenBy(p => p.Line.Code, StringComparer.Ordinal).ToList();
        if (people.Count == 0) return HtmlString.Empty;
        double most = people[^1].Line.N, low = people.Min(p => Math.Min(p.Low, p.At)), high = people.Max(p => Math.Max(p.High, p.At));
        var pad = Math.Max(0.01, 0.05 * (high - low));
        (low, high) = (low - pad, high + pad);
        double X(long n) => Side + (100 - 2 * Side) * n / most;
        double Y(double difference) => Edge + (high - difference) / (high - low) * (Height - 2 * Edge);
        var outside = people.Where(p => p.Line.IsOutside).ToList();

        var svg = new ChartSvg();
        svg.Raw("<figure class=\"chart funnel\"><div class=\"plotbox\">");
        svg.Raw(
            $"<svg class=\"plot\" width=\"100%\" height=\"{Height + AxisHeight}\" role=\"img\" "
            + $"aria-label=\"{ChartSvg.Encode(Words(people.Count, outside.Count))}\">");
        foreach (var tick in ChartSvg.Ticks(100 * low, 100 * high, 4))
        {
            var text = tick == 0 ? "as expected" : tick.ToString("+0;−0", CultureInfo.InvariantCulture);
            svg.Line("gridline", 0, Y(tick / 100), 100, Y(tick / 100)).Text("yl", 0, Y(tick / 100) + 4, text, -8);
        }

        foreach (var tick in ChartSvg.Ticks(0, most, 5).Where(t => t > 0))
            svg.Text("xl", X((long)tick), Height + 17, tick.ToString("0", CultureInfo.InvariantCulture));
        svg.Raw($"<svg class=\"in\" width=\"100%\" height=\"{Height}\" viewBox=\"0 0 100 {Height}\" preserveAspectRatio=\"none\">");
        svg.Raw($"<path class=\"band\" d=\"{Band([.. people.Select(p => (X(p.Line.N), Y(p.Low), Y(p.High)))])}\"/>");
        svg.Raw($"<path class=\"mean\" d=\"M0 {ChartSvg.Number(Y(0))}H100\"/></svg>");
        foreach (var p in people.Where(p => !p.Line.IsOutside)) svg.Use("g-p", X(p.Line.N), Y(p.At));
        foreach (var p in outside)
        {
            var right = X(p.Line.N) > 60;
            svg.Use(p.Line.IsNamed ? "g-c" : "g-i", X(p.Line.N), Y(p.At));
            svg.Text(right ? "cl end" : "cl", X(p.Line.N), Y(p.At) + 4, nameOf(p.Line.Code), right ? -11 : 11);
        }

        return new HtmlString(svg.Raw("</svg></div></figure>").ToString());
    }

    private static string Words(int people, int outside) => string.Create(
        CultureInfo.InvariantCulture,
        $"{people} people, each with what colleagues had on the same channels in the same weeks. "
        + $"{(outside == 0 ? "Nobody" : $"{outside}")} outside the limits.");

    // Between neighbours the limits run straight.
    private static string Band(IReadOnlyList<(double X, double Low, double High)> limits)
    {
        var path = new StringBuilder();
        foreach (var (x, _, y) in limits) path.Append(path.Length == 0 ? $"M0 {ChartSvg.Number(y)}L" : "L").Append(At(x, y));
        path.Append($"L100 {ChartSvg.Number(limits[^1].High)}L100 {ChartSvg.Number(limits[^1].Low)}");
        foreach (var (x, y, _) in limits.Reverse()) path.Append('L').Append(At(x, y));
        return path.Append($"L0 {ChartSvg.Number(limits[0].Low)}Z").ToString();

        static string At(double x, double y) => $"{ChartSvg.Number(x)} {ChartSvg.Number(y)}";
    }
}
