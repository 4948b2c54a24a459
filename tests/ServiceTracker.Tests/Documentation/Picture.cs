using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServiceTracker.Tests.Structure;
using ServiceTracker.Web.Charts;

namespace ServiceTracker.Tests.Documentation;

/// <summary>
/// A drawing for the documentation: SVG that stands alone, without scripts, on a card of its own, so that it can be read on a white and on
/// a dark page. Symbols are those of the program's pages.
/// </summary>
internal sealed class Picture(int width, int height, string title)
{
    // What is further in goes on with the line above.
    private static readonly string Style =
        """
        text{font:13px "Segoe UI",system-ui,-apple-system,Roboto,"Noto Sans",sans-serif;fill:#18262b}.m{fill:#5a696f}.s{font-size:12px}
          .b{font-weight:600}.e{text-anchor:end}.c{text-anchor:middle}
        .card{fill:#fff;stroke:#d5dcdf}.in path{vector-effect:non-scaling-stroke;fill:none}.in .band,.band{fill:#e8edef}
          .in .mean,.mean{stroke:#5d6e75;stroke-width:1;opacity:.75;fill:none}
        .in .target,.target{stroke:#18262b;stroke-width:1.4;stroke-dasharray:5 4;fill:none}
          .in .change{stroke:#5a696f;stroke-width:1;opacity:.8}
          .in .line,.line{stroke:#5d6e75;stroke-width:1.1;opacity:.6;stroke-linejoin:round;fill:none}
        .in .dots,.dots{stroke:#5d6e75;stroke-width:5;stroke-linecap:round;fill:none}.mini .in .dots{stroke-width:2.6}
          .gridline{stroke:#d5dcdf;stroke-width:1}.limit{stroke:#5d6e75;stroke-width:1.2;fill:none}
        .two{stroke:#5d6e75;stroke-width:1;stroke-dasharray:2 4;opacity:.7;fill:none}.yl,.xl,.rl,.cl{font-size:12px;fill:#5a696f}
          .cl.end{text-anchor:end}.yl{text-anchor:end}.xl{text-anchor:middle}.rl{fill:#18262b}.rl.lim{fill:#5a696f}.rl.tgt{font-weight:600}
        .gc{fill:#c65400;stroke:#fff;stroke-width:1.2}.gi{fill:#2b66c4;stroke:#fff;stroke-width:1.2}
          .gl{fill:#fff;stroke:#5d6e75;stroke-width:1.6}.hit{fill:none}.concern{stroke:#c65400;stroke-width:2;fill:none}
        .ir{fill:none;stroke-width:1.6}.il{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
          .id{fill:none;stroke-width:1.2;stroke-dasharray:3 2.5}.n{stroke:#5d6e75}.ir.c,.il.c{stroke:#c65400}.i{stroke:#2b66c4}
        .bar0{fill:#0f5f5c}.bar1{fill:#5b8fa8}.bar2{fill:#a8b9a0}.bar3{fill:#dfe5e7}
        @media (prefers-color-scheme:dark){text,.rl{fill:#e6edef}.m,.yl,.xl,.cl,.rl.lim{fill:#a3b3b9}.in .change{stroke:#a3b3b9}
          .card{fill:#161e21;stroke:#38454a}.in .band,.band{fill:#27343a}
          .in .mean,.mean,.in .line,.line,.in .dots,.dots,.limit,.two,.n{stroke:#a9b8bd}
        .in .target,.target{stroke:#e6edef}.gridline{stroke:#38454a}.gc{fill:#ff9a4d;stroke:#161e21}.gi{fill:#6ea8ff;stroke:#161e21}
          .gl{fill:#161e21;stroke:#a9b8bd}.concern,.ir.c,.il.c{stroke:#ff9a4d}.i{stroke:#6ea8ff}
        .bar0{fill:#4fb3ad}.bar1{fill:#5f93ad}.bar2{fill:#66785f}.bar3{fill:#38454a}}
        """.Replace("\n  ", "", StringComparison.Ordinal);

    private readonly StringBuilder body = new();
    private readonly SortedSet<string> symbols = new(StringComparer.Ordinal);

    /// <summary>Adds markup as it is; the symbols it uses come along.</summary>
    public Picture Raw(string markup)
    {
        foreach (Match use in Regex.Matches(markup, "href=\"#([a-z_-]+)\"")) symbols.Add(use.Groups[1].Value);
        body.Append(markup).Append('\n');
        return this;
    }

    public Picture Text(double x, double y, string text, string css = "") =>
        Raw($"<text{(css.Length == 0 ? "" : $" class=\"{css}\"")} x=\"{N(x)}\" y=\"{N(y)}\">{ChartSvg.Encode(text)}</text>");

    public Picture Line(double x1, double y1, double x2, double y2, string css) => Path($"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}", css);

    public Picture Path(string d, string css) => Raw($"<path class=\"{css}\" d=\"{d}\"/>");

    /// <summary>A line through points.</summary>
    public Picture Through(IEnumerable<(double X, double Y)> points, string css) =>
        Path("M" + string.Join('L', points.Select(p => $"{N(p.X)} {N(p.Y)}")), css);

    public Picture Box(double x, double y, double w, double h, string css) =>
        Raw($"<rect class=\"{css}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\"/>");

    public Picture Use(string symbol, double x, double y) => Raw($"<use href=\"#{symbol}\" x=\"{N(x)}\" y=\"{N(y)}\"/>");

    /// <summary>A drawing of the program, in a frame of its own.</summary>
    public Picture Frame(double x, double y, double w, double h, string svg) =>
        Raw($"<svg x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\" overflow=\"visible\">{svg}</svg>");

    public override string ToString() =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
        <title>{ChartSvg.Encode(title)}</title>
        <style>
        {Style}
        </style>
        <defs>{string.Concat(symbols.Select(Symbol))}</defs>
        <rect class="card" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10"/>
        {body.ToString().TrimEnd()}
        </svg>

        """.ReplaceLineEndings("\n");

    // An element with what is in it, however many lines it has in the file.
    private static string Symbol(string id)
    {
        var element = Regex.Match(File.ReadAllText(SpriteFile), $@"<(\w+) id=""{id}""(?:[^>]*/>|.*?</\1>)", RegexOptions.Singleline);
        return Regex.Replace(element.Value, @">\s+<", "><");
    }

    private static string SpriteFile =>
        System.IO.Path.Combine(Repository.Folder, "src", "ServiceTracker.Web", "Pages", "Shared", "_Sprite.cshtml");

    private static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
