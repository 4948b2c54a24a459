using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// A small chart of a rate among many on one scale: a line of weeks, the mean of the weeks before, and dots for the last four. Without band
/// and axes: what it says stands beside it in words.
/// </summary>
public static class RateStrip
{
    private const double Edge = 4;

    // Of a hundred weeks so many may lie below the foot, where they are drawn at its edge: one bad week of ten interactions is no reason to
    // make all others flat.
    private const int MostBelow = 2;

    /// <summary>The foot of the scale, in whole steps of five percent, 0 to 0.95; its top is always 100 %.</summary>
    /// <param name="strips">All that are to be compared.</param>
    public static double FootOf(IEnumerable<IReadOnlyList<WeekCount>> strips)
    {
        var rates = strips.SelectMany(s => s).Where(w => w.N >= MinimumSample.Default).Select(w => (double)w.K / w.N).Order().ToList();
        return rates.Count == 0 ? 0 : Math.Clamp(Math.Floor(20 * rates[rates.Count * MostBelow / 100]) / 20, 0, 0.95);
    }

    /// <summary>Draws it.</summary>
    /// <param name="label">What is shown, in words with its numbers.</param>
    /// <param name="weeks">Oldest first; the last four are those that are judged.</param>
    /// <param name="foot">Of the common scale, 0 to 0.95.</param>
    /// <param name="signal">What was found.</param>
    /// <param name="height">Pixels.</param>
    public static IHtmlContent Render(string label, IReadOnlyList<WeekCount> weeks, double foot, Signal signal, int height = 34)
    {
        string At(double rate) => ChartSvg.Number(Edge + (1 - Math.Clamp(rate, foot, 1)) / (1 - foot) * (height - 2 * Edge));
        StringBuilder line = new(), dots = new();
        var isOpen = false;
        for (var i = 0; i < weeks.Count; i++)
        {
            if (weeks[i].N == 0)
            {
                isOpen = false;
                continue;
            }

            var at = string.Create(CultureInfo.InvariantCulture, $"{i}.5 {At((double)weeks[i].K / weeks[i].N)}");
            line.Append(isOpen ? 'L' : 'M').Append(at);
            if (i >= weeks.Count - RateShift.WeeksNow) dots.Append('M').Append(at).Append("h0");
            isOpen = true;
        }

        var before = weeks.SkipLast(RateShift.WeeksNow).ToList();
        var mean = before.Sum(w => w.N) is > 0 and var n
            ? $"<path class=\"mean\" d=\"M0 {At((double)before.Sum(w => w.K) / n)}H{weeks.Count}\"/>" : "";
        var css = signal switch { Signal.Concern => "strip c", Signal.Improvement => "strip i", _ => "strip" };
        return new HtmlString(
            $"<svg class=\"{css}\" width=\"100%\" height=\"{height}\" role=\"img\" aria-label=\"{ChartSvg.Encode(label)}\">"
            + $"<svg class=\"in\" width=\"100%\" height=\"{height}\" viewBox=\"0 0 {weeks.Count} {height}\" preserveAspectRatio=\"none\">"
            + $"{mean}<path class=\"line\" d=\"{line}\"/><path class=\"dots\" d=\"{dots}\"/></svg></svg>");
    }
}
