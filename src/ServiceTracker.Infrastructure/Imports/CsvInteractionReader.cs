using System.Globalization;
using System.Text;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>
/// Reads the import layout as CSV: comma, semicolon, tab or bar, with or without BOM and <c>sep=</c> line, LF, CR or CRLF, quoted line breaks,
/// UTF-8 or UTF-16. A row that cannot be read is named by its line and the next one is read; rows and columns with nothing in them are passed over.
/// </summary>
public sealed class CsvInteractionReader : IInteractionReader
{
    private const string Basic = "basic:", Measure = "measure:", Cause = "cause:";

    private const string SeparatorLine = "sep=";
    private const char ByteOrderMark = '\uFEFF';

    private static readonly Dictionary<string, string> ColumnsOfPaths = new(StringComparer.Ordinal)
    {
        ["$.externalId"] = "external_id",
        ["$.occurredAt"] = "occurred_at",
        ["$.site"] = "site",
        ["$.team"] = "team",
        ["$.staff"] = "staff",
        ["$.channel"] = "channel",
        ["$.customer"] = "customer_ref",
        ["$.csat"] = "csat",
        ["$.comment"] = "comment",
        ["$.reason"] = "reason",
        ["$.source"] = "source",
        ["$.check"] = "check",
        ["$.outcome"] = "outcome",
        ["$.standOuts"] = "stand_outs",
        ["$.sameContactAs"] = "same_contact_as",
    };

    private static readonly char[] Separators = [',', ';', '\t', '|'], Padding = [.. Separators, ' ', '"'];
    private static readonly HashSet<string> KnownColumns = [.. ColumnsOfPaths.Values];
    private static readonly Dictionary<string, string> PlainColumns = ByPlainName(KnownColumns);
    private static readonly string[] RequiredColumns = ["occurred_at", "site", "channel"];

    private const string NulBlock = "NUL characters stand here where text should be: the file was perhaps not written to its end, on a full disk or when the power went. Fetch it again, or take them out.";

    public string Format => "csv";

    public string ColumnOf(string path, MasterData master)
    {
        if (path.StartsWith("$.observations.", StringComparison.Ordinal))
        {
            var code = path["$.observations.".Length..];
            return (master.Baselines.Values.Any(b => b.Find(code)?.Kind == ExpectationKind.Check) ? Basic : Measure) + code;
        }

        if (path.StartsWith("$.causes.", StringComparison.Ordinal)) return Cause + path["$.causes.".Length..];
        var top = path.IndexOf('[', StringComparison.Ordinal) is var bracket and > 0 ? path[..bracket] : path;
        return ColumnsOfPaths.GetValueOrDefault(top, path);
    }

    public IEnumerable<ImportRow> Read(Stream file, ImportOptions options, MasterData master)
    {
        var opened = Open(file, out var separator, out var firstLine, out var headerBelow, out var refusal);
        if (refusal is { } other)
        {
            yield return other;
            yield break;
        }

        var csv = new CsvRecords(opened, (byte)separator, firstLine, isUtf16: opened != file);
        var isThere = csv.Read();
        // Lines with nothing but blanks and separators stand above some headers.
        while (isThere && csv.Fault == CsvFault.None && csv.Cells.All(c => NameOf(c).Length == 0)) isThere = csv.Read();
        if (!isThere)
        {
            yield return WholeFile(1, "", "empty", "The file is empty; its first line names the columns.");
            yield break;
        }

        if (FaultOf(csv) is { } unreadable)
        {
            yield return unreadable with { EndsReading = true };
            yield break;
        }

        var header = csv.Cells.Select(NameOf).ToArray();
        var wrong = HeaderErrors(header, options, master).ToList();
        if (wrong is [{ Code: "separator" or "no_header" }] && headerBelow is { } below)
            wrong = [new("", "no_header", $"The header must be the first line, and it stands on line {below}: take out what stands above it, and send the file again.")];
        if (wrong.Count > 0)
        {
            yield return new ImportRow(csv.Line, null, wrong, EndsReading: true);
            yield break;
        }

        var layout = new Layout(header);
        while (csv.Read())
        {
            if (FaultOf(csv) is { } fault) yield return fault;
            else if (csv.Cells.Any(c => !string.IsNullOrWhiteSpace(c))) yield return Shape(csv, layout) ?? RowOf(csv.Line, csv.Cells, layout, options);
        }
    }

    private static ImportRow? FaultOf(CsvRecords csv) => csv.Fault switch
    {
        CsvFault.StrayQuote => Broken(csv.FaultLine, "", "bad_quote", "A quotation mark stands where none may: quote the whole cell, without blanks around it, and double the marks inside it."),
        CsvFault.Encoding when csv.IsUtf16 => Broken(csv.FaultLine, "", "encoding", "A character on this line is none that UTF-16 can say: half of a pair, one byte too few, or U+FFFF, which is no character. Save the file as UTF-8 and send it again."),
        CsvFault.Encoding => NotDecodable(csv.FaultLine),
        CsvFault.TooLong when csv.HasNuls => WholeFile(csv.FaultLine, "", "nul", NulBlock),
        CsvFault.Unclosed => WholeFile(csv.FaultLine, "", "bad_quote", "The quotation mark that opens a cell on this line is never closed. Reading ended here: what stands behind it cannot be told apart, so nothing is taken in."),
        CsvFault.TooLong => WholeFile(csv.FaultLine, "", "too_large", $"A cell that begins here is longer than {CsvRecords.MaxCell} bytes; is a closing quotation mark missing? Reading ended here, so nothing is taken in."),
        _ => null,
    };

    // What is wrong with the form of a row, whatever its cells say.
    private static ImportRow? Shape(CsvRecords csv, Layout layout)
    {
        var (cells, header) = (csv.Cells, layout.Header);
        if (cells.Count < header.Length && cells.Any(c => c.Contains('\0'))) return Broken(csv.Line, "", "nul", NulBlock);
        if (cells.Count < header.Length) return Broken(csv.Line, header[cells.Count], "ragged", $"This row has {cells.Count} cells, the header {header.Length}.");
        for (var i = header.Length; i < cells.Count; i++)
            if (!string.IsNullOrWhiteSpace(cells[i])) return Broken(csv.Line, "", "ragged", $"This row has {cells.Count} cells, the header {header.Length}.");
        if (cells[0].StartsWith(ByteOrderMark)) return Broken(csv.Line, "", "joined", "A byte order mark stands here, in the middle of the file: perhaps two files were joined. Send them one by one.");
        if (NameOf(cells[0]) == header[0] && cells.Take(header.Length).Select(NameOf).SequenceEqual(header))
            return Broken(csv.Line, "", "joined", "The header stands here once more: perhaps two files were joined. Take this line out.");
        foreach (var index in layout.Nameless)
            if (!string.IsNullOrWhiteSpace(cells[index]))
                return Broken(csv.Line, $"column {index + 1}", FieldError.Invalid, $"Column {index + 1} has no name, and “{cells[index].Trim()}” stands in it; name the column in the header or empty it.");
        return null;
    }

    private static ImportRow RowOf(long line, IReadOnlyList<string> cells, Layout layout, ImportOptions options)
    {
        List<CellError>? errors = null;
        var answers = new Dictionary<string, Answer>(layout.Answers.Length, StringComparer.Ordinal);
        string? Cell(int index) => index < 0 || string.IsNullOrWhiteSpace(cells[index]) ? null : CsvGuard.Off(cells[index].Trim());
        foreach (var column in layout.Answers)
        {
            if (Cell(column.Index) is not { } cell) continue;
            if (column.Kind == Basic) answers[column.Code!] = Answer.Parse(cell);
            else if (cell == "na") answers[column.Code!] = Answer.NotApplicable;
            else if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) answers[column.Code!] = Answer.Of(number);
            else (errors ??= []).Add(new(column.Name, FieldError.Invalid, $"“{cell}” is not a number; write it with a point, such as 12.5."));
        }

        Dictionary<string, string>? causes = null;
        foreach (var column in layout.Causes)
        {
            if (Cell(column.Index) is { } cause) (causes ??= new(StringComparer.Ordinal))[column.Code!] = cause;
        }

        DateTimeOffset? occurredAt = null;
        if (Cell(layout.OccurredAt) is { } time)
        {
            if (Rfc3339.TryParse(time, out var at)) occurredAt = at;
            else (errors ??= []).Add(new("occurred_at", FieldError.Invalid, Rfc3339.Explain(time)));
        }

        int? csat = null;
        if (Cell(layout.Csat) is { } mark)
        {
            if (int.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var m)) csat = m;
            else (errors ??= []).Add(new("csat", FieldError.Invalid, "A whole number from 1 to 5."));
        }

        Guid? sameContactAs = null;
        if (Cell(layout.SameContactAs) is { } other)
        {
            if (Guid.TryParse(other, out var id)) sameContactAs = id;
            else (errors ??= []).Add(new("same_contact_as", FieldError.Invalid, $"“{other}” is not the id of an interaction, such as 0190a6c1-7d3e-7b52-9c1f-4d1f0a2b3c4d."));
        }

        if (errors is not null) return new ImportRow(line, null, errors);
        return new ImportRow(line, new InteractionEntry
        {
            ExternalId = Cell(layout.ExternalId),
            OccurredAt = occurredAt,
            Site = Cell(layout.Site) ?? options.DefaultSite,
            Team = Cell(layout.Team),
            Staff = Cell(layout.Staff),
            Channel = Cell(layout.Channel),
            Reason = Cell(layout.Reason),
            Customer = Cell(layout.Customer),
            Source = Cell(layout.Source) ?? options.Source,
            Check = Cell(layout.Check),
            Outcome = Cell(layout.Outcome),
            Csat = csat,
            Comment = Cell(layout.Comment),
            SameContactAs = sameContactAs,
            Causes = causes,
            StandOuts = Cell(layout.StandOuts)?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(k => new StandOutEntry(k, null)).ToList(),
            Observations = new ObservationAnswers(false, answers, RestNotApplicable: true),
        }, []);
    }

    private static IEnumerable<CellError> HeaderErrors(string[] header, ImportOptions options, MasterData master)
    {
        var named = header.Where(h => h.Length > 0).ToArray();
        if (named.Any(h => h.Contains('\0')))
        {
            yield return new("", "nul", NulBlock);
            yield break;
        }

        if (named.Length <= 1)
        {
            yield return new("", "separator", $"The separator was not recognised: the first line is one cell, “{named.FirstOrDefault()}”. Put comma, semicolon, tab or | between cells, and quotation marks around single cells, not around lines.");
            yield break;
        }

        if (named.All(h => Column.Of(h, 0).Code is null && Nearest(h, PlainColumns) is null))
        {
            yield return new("", "no_header", $"The first line names no column of the import layout; it begins with “{named[0]}”. Put a line with the names above the rows: {string.Join(", ", RequiredColumns)}, and so on.");
            yield break;
        }

        foreach (var twice in named.GroupBy(h => h, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return new(twice.Key, FieldError.Invalid, $"The column “{twice.Key}” stands there {twice.Count()} times.");
        // One that is written a little differently is named below, with how it is written.
        var there = ByPlainName(named);
        foreach (var needed in RequiredColumns.Where(c => (c != "site" || options.DefaultSite is null) && Nearest(c, there) is null))
            yield return new(needed, FieldError.Required, $"The column “{needed}” is missing.");
        var expectations = master.Baselines.Values.SelectMany(b => b.Expectations).ToLookup(e => e.Code, e => e.Kind, StringComparer.Ordinal);
        var plainCodes = ByPlainName(expectations.Select(e => e.Key));
        foreach (var name in named.Distinct())
        {
            var column = Column.Of(name, 0);
            if (column.Code is null)
            {
                if (!KnownColumns.Contains(name)) yield return new(name, FieldError.UnknownReference, $"“{name}” is not a column of the import layout{Instead(name, PlainColumns)}.");
                continue;
            }

            var kinds = expectations[column.Code].ToHashSet();
            if (kinds.Count == 0) yield return new(name, FieldError.UnknownReference, $"No published baseline has an expectation “{column.Code}”{Instead(column.Code, plainCodes, column.Kind)}.");
            else if (column.Kind == Basic && !kinds.Contains(ExpectationKind.Check)) yield return new(name, FieldError.Invalid, $"“{column.Code}” is a measure: name the column {Measure}{column.Code}.");
            else if (column.Kind == Measure && !kinds.Contains(ExpectationKind.Measure)) yield return new(name, FieldError.Invalid, $"“{column.Code}” is a check: name the column {Basic}{column.Code}.");
        }
    }

    private static string Instead(string name, Dictionary<string, string> names, string? before = null) =>
        Nearest(name, names) is { } near ? $"; did you mean “{before}{near}”? Capital and small letters differ" : "";

    // The name that differs in nothing but its case, or in blanks and dashes where the layout has underscores.
    private static string? Nearest(string name, Dictionary<string, string> byPlainName) => byPlainName.GetValueOrDefault(Plain(name));

    private static Dictionary<string, string> ByPlainName(IEnumerable<string> names)
    {
        var byPlainName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names) byPlainName.TryAdd(Plain(name), name);
        return byPlainName;
    }

    private static string Plain(string name) => name.Replace(' ', '_').Replace('-', '_');

    // A name of a column as it is seen: what is invisible is left over from other programs.
    private static string NameOf(string cell) =>
        (cell.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format) ? string.Concat(cell.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)) : cell).Trim();

    // Finds out what the file is; the stream stands at its first record then, and below it perhaps the header.
    private static Stream Open(Stream file, out char separator, out long firstLine, out long? headerBelow, out ImportRow? refusal)
    {
        (separator, firstLine, headerBelow, refusal) = (',', 1, null, null);
        var beginning = new byte[1 << 14];
        var length = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (ImportedText.NotATable(beginning.AsSpan(0, length)) is { } about)
        {
            refusal = WholeFile(1, "", "not_a_table", about);
            return file;
        }

        length = ImportedText.OpenUtf8(file).ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        var lines = Lines(beginning.AsSpan(0, length)).Where(l => !string.IsNullOrWhiteSpace(NameOf(l.Text.Trim(Padding)))).ToList();
        var opened = ImportedText.OpenUtf8(file);
        if (lines is not [var first, ..]) return opened;
        separator = SeparatorOf(first.Text);
        headerBelow = lines.Skip(1).Where(l => IsHeader(l.Text)).Select(l => (long?)l.Number).FirstOrDefault();
        // Spreadsheets say so themselves, in a line above the header.
        if (SaidSeparator(first.Text) is not { } said) return opened;
        (separator, firstLine) = (said, first.Number + 1);
        opened.ReadExactly(new byte[first.End]);
        return opened;
    }

    // A spreadsheet that saves the line once more pads it with the separator that the other lines have by then.
    private static char? SaidSeparator(string line)
    {
        var said = line.Trim(' ', '"', ByteOrderMark);
        if (!said.StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase) || said.Length == SeparatorLine.Length) return null;
        var (one, padding) = (said[SeparatorLine.Length], said[(SeparatorLine.Length + 1)..].TrimStart('"').TrimEnd(' ', '"'));
        if (padding.Length == 0) return char.IsAscii(one) ? one : null;
        return Separators.Contains(padding[0]) && padding.All(c => c == padding[0]) ? padding[0] : null;
    }

    private static bool IsHeader(string line) => line.Split(SeparatorOf(line)).Select(c => NameOf(c).Trim('"')).Count(KnownColumns.Contains) > 1;

    // Each with its number and the place behind it, in bytes, its end included; a line that is cut off is the last.
    private static List<(string Text, long Number, int End)> Lines(ReadOnlySpan<byte> text)
    {
        var lines = new List<(string, long, int)>();
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOfAny((byte)'\n', (byte)'\r');
            var rest = length < 0 ? [] : text[(at + length)..];
            var end = length < 0 ? text.Length : at + length + (rest.StartsWith("\r\n"u8) ? 2 : 1);
            lines.Add((Encoding.UTF8.GetString(length < 0 ? text[at..] : text.Slice(at, length)), lines.Count + 1, end));
            at = end;
        }

        return lines;
    }

    // The one that stands most often outside quotation marks.
    private static char SeparatorOf(string header)
    {
        var quoted = false;
        var times = new int[Separators.Length];
        foreach (var c in header)
        {
            if (c == '"') quoted = !quoted;
            else if (!quoted && Array.IndexOf(Separators, c) is var which and >= 0) times[which]++;
        }

        return Separators[Array.IndexOf(times, times.Max())];
    }

    private static ImportRow NotDecodable(long line) => Broken(line, "", "encoding", "A character on this line is not UTF-8; save the file as UTF-8 and send it again.");

    private static ImportRow Broken(long line, string column, string code, string message) => new(line, null, [new CellError(column, code, message)]);

    private static ImportRow WholeFile(long line, string column, string code, string message) => Broken(line, column, code, message) with { EndsReading = true };

    private sealed record Column(string Name, int Index, string? Kind, string? Code)
    {
        public static Column Of(string name, int index)
        {
            var kind = Array.Find([Basic, Measure, Cause], k => name.StartsWith(k, StringComparison.Ordinal));
            return new Column(name, index, kind, kind is null ? null : name[kind.Length..]);
        }
    }

    /// <summary>Where each column stands, looked up once for all rows; −1 where there is none.</summary>
    private sealed class Layout(string[] header)
    {
        private readonly Column[] columns = [.. header.Select(Column.Of)];

        public string[] Header => header;

        /// <summary>Columns without a name, in which nothing may stand.</summary>
        public int[] Nameless { get; } = [.. Enumerable.Range(0, header.Length).Where(i => header[i].Length == 0)];

        public Column[] Answers => field ??= Array.FindAll(columns, c => c.Kind is Basic or Measure);
        public Column[] Causes => field ??= Array.FindAll(columns, c => c.Kind == Cause);
        public int ExternalId { get; } = Array.IndexOf(header, "external_id");
        public int OccurredAt { get; } = Array.IndexOf(header, "occurred_at");
        public int Site { get; } = Array.IndexOf(header, "site");
        public int Team { get; } = Array.IndexOf(header, "team");
        public int Staff { get; } = Array.IndexOf(header, "staff");
        public int Channel { get; } = Array.IndexOf(header, "channel");
        public int Reason { get; } = Array.IndexOf(header, "reason");
        public int Customer { get; } = Array.IndexOf(header, "customer_ref");
        public int Source { get; } = Array.IndexOf(header, "source");
        public int Check { get; } = Array.IndexOf(header, "check");
        public int Outcome { get; } = Array.IndexOf(header, "outcome");
        public int Csat { get; } = Array.IndexOf(header, "csat");
        public int Comment { get; } = Array.IndexOf(header, "comment");
        public int StandOuts { get; } = Array.IndexOf(header, "stand_outs");
        public int SameContactAs { get; } = Array.IndexOf(header, "same_contact_as");
    }
}
