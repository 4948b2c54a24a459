using System.Globalization;
using System.Text.Json.Nodes;

namespace ServiceTracker.Benchmarks.Reporting;

/// <summary>A column of a table.</summary>
/// <param name="Header">With the unit.</param>
/// <param name="Member">Its name in JSON.</param>
/// <param name="Format">How numbers are shown.</param>
internal sealed record Column(string Header, string Member, string Format = "0");

/// <summary>Figures in rows and columns.</summary>
internal sealed class FigureTable(string title, IReadOnlyList<Column> columns)
{
    private readonly List<object?[]> rows = [];

    /// <summary>Adds a row: text, numbers, or null for what was not measured.</summary>
    /// <exception cref="ArgumentException">Not as many cells as columns.</exception>
    public void Add(params object?[] cells)
    {
        if (cells.Length != columns.Count) throw new ArgumentException($"{cells.Length} cells for {columns.Count} columns.", nameof(cells));
        rows.Add(cells);
    }

    /// <summary>Writes it with aligned columns.</summary>
    public void Write(TextWriter writer)
    {
        string[][] lines = [[.. columns.Select(c => c.Header)], .. rows.Select(r => r.Select(Text).ToArray())];
        var widths = columns.Select((_, c) => lines.Max(l => l[c].Length)).ToArray();
        if (title.Length > 0) writer.WriteLine(title);
        foreach (var line in lines)
            writer.WriteLine(
                string.Join("  ", line.Select((cell, c) => IsText(c) ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        writer.WriteLine();
    }

    /// <summary>Title and rows, each an object.</summary>
    public JsonObject ToJson() => new()
    {
        ["title"] = title,
        ["rows"] = new JsonArray(
            [.. rows.Select(r => new JsonObject(columns.Select((c, i) => KeyValuePair.Create(c.Member, JsonValueOf(r[i])))))]),
    };

    private bool IsText(int column) => rows.Any(r => r[column] is string);

    private string Text(object? cell, int column) => cell switch
    {
        null => "–",
        IFormattable number => number.ToString(columns[column].Format, CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };

    private static JsonNode? JsonValueOf(object? cell) => cell switch
    {
        null => null,
        string text => text,
        // Four significant digits say all that such figures can.
        double number => double.Parse(number.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        long or int => Convert.ToInt64(cell, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A {cell.GetType()} is no figure."),
    };
}
