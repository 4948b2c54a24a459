using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace ServiceTracker.Web.Charts;

/// <summary>
/// Writes SVG without scripts or inline styles. x is a percentage of the plot and y is pixels, so text keeps its size at any width;
/// lines live in an inner svg that stretches.
/// </summary>
public sealed class ChartSvg
{
    private readonly StringBuilder _markup = new(4096);

    /// <summary>A number as an attribute: at most 2 decimals, a point, no exponent.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A share as text with one decimal.</summary>
    /// <param name="share">0 to 1.</param>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>Text made safe for content and for attribute values in double quotes.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>Adds markup as it is; anything that came from a person goes through <see cref="Encode"/> first.</summary>
    public ChartSvg Raw(string markup)
    {
        _markup.Append(markup);
        return this;
    }

    /// <summary>Adds a line.</summary>
    /// <param name="css">Class.</param>
    /// <param name="x1">Start, percent.</param>
    /// <param name="y1">Start, pixels.</param>
    /// <param name="x2">End, percent.</param>
    /// <param name="y2">End, pixels.</param>
    public ChartSvg Line(string css, double x1, double y1, double x2, double y2) =>
        Raw($"<line class=\"{css}\" x1=\"{Number(x1)}%\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}%\" y2=\"{Number(y2)}\"/>");

    /// <summary>Adds a label.</summary>
    /// <param name="css">Class.</param>
    /// <param name="x">Percent.</param>
    /// <param name="y">Base line, pixels.</param>
    /// <param name="text">Encoded here.</param>
    /// <param name="dx">Shift to the right, pixels.</param>
    public ChartSvg Text(string css, double x, double y, string text, double dx = 0) =>
        Raw($"<text class=\"{css}\" x=\"{Number(x)}%\" y=\"{Number(y)}\"{(dx == 0 ? "" : $" dx=\"{Number(dx)}\"")}>{Encode(text)}</text>");

    /// <summary>Adds a symbol of the sprite with its centre at a point.</summary>
    /// <param name="symbol">Id of the symbol.</param>
    /// <param name="x">Percent.</param>
    /// <param name="y">Pixels.</param>
    public ChartSvg Use(string symbol, double x, double y) => Raw($"<use href=\"#{symbol}\" x=\"{Number(x)}%\" y=\"{Number(y)}\"/>");

    /// <summary>The markup written so far.</summary>
    public override string ToString() => _markup.ToString();

    /// <summary>Round numbers (1, 2 or 5 times a power of ten apart) within a range.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end, above <paramref name="low"/>.</param>
    /// <param name="about">How many would be right.</param>
    public static IReadOnlyList<double> Ticks(double low, double high, int about)
    {
        var raw = (high - low) / about;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = magnitude * (raw / magnitude) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        var first = (int)Math.Ceiling(low / step - 1e-9);
        var last = (int)Math.Floor(high / step + 1e-9);
        return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(i => Math.Round(i * step, 6))];
    }
}
