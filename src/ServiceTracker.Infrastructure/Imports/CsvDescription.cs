using System.Globalization;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>Says of a CSV file what it is from its first rows, and what somebody has to decide: nothing is guessed in silence.</summary>
internal static class CsvDescription
{
    // Enough to tell days from months as a rule, and read in a moment.
    private const int MostRows = 2_000;

    private static readonly string[] Dates = ["yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd.MM.yyyy", "d.M.yyyy",
        "dd-MM-yyyy", "MM-dd-yyyy", "yyyy/MM/dd", "dd/MM/yy", "MM/dd/yy", "yyyyMMdd", "d MMM yyyy", "dd-MMM-yyyy"];

    private static readonly string[] Times = ["HH:mm:ss", "HH:mm", "H:mm", "h:mm:ss tt", "h:mm tt", "HH:mm:ss.fff", "HHmm"];

    private static readonly string[] Patterns =
        [.. Dates.SelectMany(d => Times.SelectMany(t => new[] { $"{d} {t}", $"{d}'T'{t}", $"{d}, {t}" })), ImportMappingInput.Serial];

    /// <summary>What is told of a file.</summary>
    /// <param name="csv">Its records behind the header; null where there is none that names what is needed.</param>
    /// <param name="layout">Its columns, then.</param>
    /// <param name="opening">What was found before.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="master">Which expectations there are.</param>
    /// <param name="lookAlike">Knows words for nothing.</param>
    public static FileDescription Of(
        CsvRecords? csv, CsvLayout? layout, CsvOpened opening, ImportOptions options, MasterData master, LookAlike lookAlike)
    {
        var columns = opening.Theirs.Select((name, i) => new DescribedColumn(
            name, layout is null ? (CsvColumns.IsKnown(name) ? name : options.Mapping?.Columns?.GetValueOrDefault(name))
                : layout.NameOf(i))).Where(c => c.Theirs.Length > 0).ToList();
        return new(
            opening.Separator.ToString(), opening.Encoding, opening.HeaderLine, columns,
            csv is null || layout is null ? []
                : Ambiguous(csv, layout, new(layout, options, master, lookAlike), options));
    }

    private static List<AmbiguousColumn> Ambiguous(CsvRecords csv, CsvLayout layout, CsvCells cells, ImportOptions options)
    {
        var times = new HashSet<string>(StringComparer.Ordinal);
        var numbers = layout.Answers.Where(a => a.Kind == CsvColumns.Measure).ToDictionary(a => a.Index, _ => new List<string>());
        for (var rows = 0; rows < MostRows && csv.Read(); rows++)
        {
            if (csv.Fault != CsvFault.None || csv.Cells.Count < layout.Theirs.Length) continue;
            if (cells[csv.Cells, layout.OccurredAt] is { } time) times.Add(time);
            foreach (var (column, list) in numbers)
                if (cells[csv.Cells, column] is { } number && number.Contains(',', StringComparison.Ordinal)) list.Add(number);
        }

        var found = new List<AmbiguousColumn>();
        if (options.Mapping?.DateFormat is null && times.Count > 0 && !times.All(t => Rfc3339.TryParse(t, out _)))
        {
            found.Add(new(
                layout.Theirs[layout.OccurredAt],
                [.. Patterns.Where(p => times.All(t => Fits(t, p))).DistinctBy(p => ReadAs(times, p))]));
        }

        if (options.Mapping?.DecimalSign is null)
        {
            found.AddRange(numbers.Where(n => n.Value.Count > 0).Select(n => new AmbiguousColumn(
                layout.Theirs[n.Key], [.. ImportMappingInput.DecimalSigns.Where(d => d == "," || n.Value.TrueForAll(IsGrouped))])));
        }

        return found;
    }

    private static bool Fits(string time, string pattern) => CsvCells.LocalOf(time, pattern) is not null;

    // Two patterns that read every time as the same are one reading.
    private static string ReadAs(HashSet<string> times, string pattern) =>
        string.Join(' ', times.Select(t => CsvCells.LocalOf(t, pattern)!.Value.Ticks.ToString(CultureInfo.InvariantCulture)));

    // 1,234 is twelve hundred or one and a quarter; 3,5 is three and a half.
    private static bool IsGrouped(string number) => number.Split(',') is [_, .. var groups] && groups.All(g => g.Length == 3);
}
