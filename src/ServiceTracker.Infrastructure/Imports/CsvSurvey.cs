using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>Looks at a CSV file of which nothing is known.</summary>
public static class CsvSurvey
{
    /// <summary>Most words that are told of a column.</summary>
    public const int MostWords = 20;

    // Lines among which the header is looked for, and rows whose words are told.
    private const int LinesAbove = 50, MostRows = 2_000;

    /// <summary>The columns of the import layout, without those of expectations.</summary>
    public static IReadOnlyList<string> Fields => CsvColumns.Fields;

    /// <summary>Those without which no row can be read.</summary>
    public static IReadOnlyList<string> Required => CsvColumns.RequiredColumns;

    /// <summary>How the name of a column begins that answers a check, or gives a measured value.</summary>
    public static string Basic => CsvColumns.Basic;

    /// <inheritdoc cref="Basic"/>
    public static string Measure => CsvColumns.Measure;

    /// <summary>A time as a date format reads it, or null.</summary>
    public static DateTime? Read(string cell, string format) => CsvCells.LocalOf(cell, format);

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file on this server.</param>
    /// <param name="separator">What stands between cells; null: it is found out.</param>
    /// <param name="encoding">One of <see cref="ImportMappingInput.Encodings"/>; null: it is found out.</param>
    /// <param name="headerLine">The line of the header or one above it; null: the first line with the most cells.</param>
    public static FileSurvey Of(string path, string? separator, string? encoding, long? headerLine)
    {
        using var file = File.OpenRead(path);
        var told = new ImportMappingInput { Columns = new Dictionary<string, string>(), Separator = separator, Encoding = encoding };
        var opened = CsvOpening.Open(file, told, out var found, out var firstLine, out _, out var refusal);
        var read = opened == file ? "utf-8" : encoding ?? "utf-16";
        if (refusal is not null) return new(refusal, found, read, 1, []);
        var csv = new CsvRecords(opened, (byte)found, firstLine, isUtf16: opened != file);
        var above = new List<(long Line, string[] Cells)>();
        while (above.Count < LinesAbove && csv.Read())
        {
            // What is not UTF-8 is of one byte a letter.
            if (csv.Fault == CsvFault.Encoding && encoding is null && opened == file)
                return Of(path, separator, ImportedText.OneByte, headerLine);
            if (csv.Fault == CsvFault.None) above.Add((csv.Line, [.. csv.Cells]));
        }

        if (above.Count == 0) return new("The file is empty; its first line names the columns.", found, read, 1, []);
        var most = above.Max(l => Filled(l.Cells));
        var header = headerLine is { } from ? above.FindIndex(l => l.Line >= from) : above.FindIndex(l => Filled(l.Cells) == most);
        if (header < 0) header = above.Count - 1;
        return new(null, found, read, above[header].Line, Columns(above[header].Cells, above.Skip(header + 1).Select(l => l.Cells), csv));
    }

    private static int Filled(string[] cells) => cells.Count(c => CsvColumns.NameOf(c).Length > 0);

    private static List<SurveyedColumn> Columns(string[] header, IEnumerable<string[]> first, CsvRecords csv)
    {
        var words = Array.ConvertAll(header, _ => new List<string>());
        var rows = 0;
        foreach (var cells in first) Note(cells);
        while (rows < MostRows && csv.Read())
            if (csv.Fault == CsvFault.None) Note(csv.Cells);
        return [.. header.Select((name, i) => new SurveyedColumn(
                CsvColumns.NameOf(name), [.. words[i].Take(MostWords)], words[i].Count > MostWords))
            .Where(c => c.Name.Length > 0 && !CsvExcerpt.IsAdvice(c.Name)).DistinctBy(c => c.Name, StringComparer.Ordinal)];

        void Note(IReadOnlyList<string> cells)
        {
            rows++;
            if (cells.All(string.IsNullOrWhiteSpace)) return;
            for (var i = 0; i < words.Length && i < cells.Count; i++)
            {
                var word = cells[i].Trim();
                if (words[i].Count <= MostWords && word.Length <= ImportMappingInputValidator.MostText
                    && !words[i].Contains(word, StringComparer.Ordinal)) words[i].Add(word);
            }
        }
    }
}
