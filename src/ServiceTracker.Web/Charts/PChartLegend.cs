using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Web.Charts;

/// <summary>What the signs of a <see cref="PChartFigure"/> mean, of those that it shows.</summary>
internal static class PChartLegend
{
    /// <summary>Closes the figure's picture with its legend.</summary>
    public static void Add(ChartSvg svg, UnitChart chart, bool hasRecorded = false)
    {
        svg.Raw("<figcaption class=\"legend\">");
        if (chart.HasRange)
        {
            AddLine(svg, "k-band", "M0 1h18v10H0z", "Usual range (3 sigma)");
            AddLine(svg, "k-mean", "M0 6h18", "Mean");
        }
        else svg.Raw($"<span>{PChartWords.NoRange(chart)}</span>");
        if (chart.Points.Any(p => p.Target is not null)) AddLine(svg, "k-target", "M0 6h18", "Target");
        if (chart.Changes.Count > 0 || hasRecorded)
            AddLine(svg, "k-change", "M9 0v12", hasRecorded ? "A change" : "Another baseline");
        AddGlyph(svg, "g-c", "Concern");
        AddGlyph(svg, "g-i", "Improvement");
        svg.Raw("</figcaption>");
    }

    /// <summary>A line as it is drawn, and what it means.</summary>
    public static void AddLine(ChartSvg svg, string css, string path, string text) => svg.Raw(
        $"<span><svg width=\"18\" height=\"12\" aria-hidden=\"true\"><path class=\"{css}\" d=\"{path}\"/></svg>{text}</span>");

    /// <summary>A sign of the sprite, and what it means.</summary>
    public static void AddGlyph(ChartSvg svg, string glyph, string text) => svg.Raw(
        $"<span><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><use href=\"#{glyph}\" x=\"7\" y=\"7\"/></svg>{text}</span>");
}
