using Microsoft.AspNetCore.Html;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// A share with its interval on a line, the range that is usual in grey behind it, and a bar where others would have been. What it says
/// stands beside it in words.
/// </summary>
public static class IntervalStrip
{
    private const int Height = 26;

    /// <summary>The foot of the scale of several, in whole steps of five percent, 0 to 0.95; its top is always 100 %.</summary>
    public static double FootOf(IEnumerable<BesideOthers> all) =>
        Math.Clamp(Math.Floor(20 * all.Select(b => Math.Min(b.Interval.Low, b.Usual.Lower)).DefaultIfEmpty(0.5).Min()) / 20, 0, 0.95);

    /// <summary>Draws it.</summary>
    /// <param name="beside">The share beside others.</param>
    /// <param name="foot">Of the common scale, 0 to 0.95.</param>
    /// <param name="label">What it shows, in words with its numbers.</param>
    public static IHtmlContent Render(BesideOthers beside, double foot, string label)
    {
        ArgumentNullException.ThrowIfNull(beside);
        double X(double share) => 100 * (Math.Clamp(share, foot, 1) - foot) / (1 - foot);
        string At(double share) => ChartSvg.Number(X(share)) + "%";
        const double Middle = Height / 2.0;
        var svg = new ChartSvg();
        svg.Raw($"<svg class=\"beside\" width=\"100%\" height=\"{Height}\" role=\"img\" aria-label=\"{ChartSvg.Encode(label)}\">");
        svg.Raw(
            $"<rect class=\"band\" x=\"{At(beside.Usual.Lower)}\" y=\"4\" " +
            $"width=\"{ChartSvg.Number(X(beside.Usual.Upper) - X(beside.Usual.Lower))}%\" height=\"{Height - 8}\"/>");
        svg.Line("own", X(beside.Interval.Low), Middle, X(beside.Interval.High), Middle);
        svg.Line("exp", X(beside.Expected), 4, X(beside.Expected), Height - 4);
        svg.Raw($"<circle class=\"at\" cx=\"{At(beside.Rate)}\" cy=\"{ChartSvg.Number(Middle)}\" r=\"4\"/></svg>");
        return new HtmlString(svg.ToString());
    }
}
