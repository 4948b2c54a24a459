using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>
/// Reads the import layout as CSV: comma, semicolon, tab or bar, with or without BOM and <c>sep=</c> line, LF, CR or CRLF, quoted line
/// breaks, UTF-8 or UTF-16. A row that cannot be read is named by its line and the next one is read; rows and columns with nothing in them
/// are passed over.
/// </summary>
/// <param name="lookAlike">Knows words for nothing.</param>
public sealed class CsvInteractionReader(LookAlike lookAlike) : IInteractionReader
{
    private const char ByteOrderMark = '\uFEFF';

    // Titles, dates and filters of a report that stand above its table.
    private const int LinesAboveHeader = 50;

    public string Format => "csv";

    public string ColumnOf(string path, MasterData master) => CsvColumns.Of(path, master);

    public IEnumerable<ImportRow> Read(Stream file, ImportOptions options, MasterData master)
    {
        var last = options.Mapping?.KeepLast == true ? LastLines(file, options, master) : null;
        var (csv, layout, wrong) = Open(file, options, master);
        if (csv is null || layout is null)
        {
            yield return wrong!.Value;
            yield break;
        }

        var cells = new CsvCells(layout, options, master, lookAlike);
        while (csv.Read())
        {
            if (FaultOf(csv) is { } fault) yield return fault;
            else if (csv.Cells.Any(c => !string.IsNullOrWhiteSpace(c)))
            {
                var shape = Shape(csv, layout);
                // Of several rows of an interaction only the last says how it ended.
                if (shape is null && last is not null && cells.KeyOf(csv.Cells) is { } key && last[HashOf(key)] != csv.Line) continue;
                yield return shape ?? RowOf(csv.Line, csv.Cells, layout, cells, options);
            }
        }
    }

    public FileDescription Describe(Stream file, ImportOptions options, MasterData master)
    {
        var (csv, layout, _) = Open(file, options, master, out var opening);
        return CsvDescription.Of(csv, layout, opening, options, master, lookAlike);
    }

    public FileExcerpt? Excerpt(Stream file, ImportOptions options, MasterData master, IReadOnlySet<long> lines)
    {
        var (csv, layout, _) = Open(file, options, master, out var opening);
        return csv is null || layout is null ? null
            : new CsvExcerpt(csv, layout, opening).Of(lines, () => FaultOf(csv) ?? Shape(csv, layout));
    }

    // Opens a file and reads its header; what is wrong with it where rows cannot be read.
    private static (CsvRecords? Csv, CsvLayout? Layout, ImportRow? Wrong) Open(Stream file, ImportOptions options, MasterData master) =>
        Open(file, options, master, out _);

    private static (CsvRecords? Csv, CsvLayout? Layout, ImportRow? Wrong) Open(
        Stream file, ImportOptions options, MasterData master, out CsvOpened told)
    {
        var mapping = options.Mapping;
        var opened = CsvOpening.Open(file, mapping, out var separator, out var firstLine, out var headerBelow, out var refusal);
        told = new(separator, opened == file ? "utf-8" : mapping?.Encoding ?? "utf-16", null, []);
        if (refusal is not null) return (null, null, WholeFile(1, "", "not_a_table", refusal));
        var csv = new CsvRecords(opened, (byte)separator, firstLine, isUtf16: opened != file);
        var isThere = csv.Read();
        // Lines with nothing but blanks and separators stand above some headers, and titles above those of other programs.
        while (isThere && csv.Fault == CsvFault.None && csv.Cells.All(c => CsvColumns.NameOf(c).Length == 0)) isThere = csv.Read();
        var (first, line) = (isThere ? csv.Cells.Select(CsvColumns.NameOf).ToArray() : [], csv.Line);
        for (var lines = 1; isThere && mapping is not null && lines < LinesAboveHeader && csv.Fault == CsvFault.None
            && !HeadersOf(mapping).All(csv.Cells.Select(CsvColumns.NameOf).Contains); lines++)
            isThere = csv.Read();
        if (!isThere)
        {
            return (null, null, first.Length == 0
                ? WholeFile(1, "", "empty", "The file is empty; its first line names the columns.")
                : WholeFile(line, "", "no_header", NoHeader(mapping!, first)));
        }

        if (FaultOf(csv) is { } unreadable) return (null, null, unreadable with { EndsReading = true });
        var theirs = csv.Cells.Select(CsvColumns.NameOf).ToArray();
        told = told with { HeaderLine = csv.Line, Theirs = theirs };
        if (mapping is not null && !HeadersOf(mapping).All(theirs.Contains))
            return (null, null, WholeFile(line, "", "no_header", NoHeader(mapping, first)));
        var header = Array.ConvertAll(theirs, name => OursOf(name, mapping));
        var wrong = CsvColumns.ErrorsOf(header, options, master).ToList();
        if (mapping is null && wrong is [{ Code: "separator" or "no_header" }] && headerBelow is { } below)
            wrong = [
                new("", "no_header",
                    $"The header must be the first line, and it stands on line {below}: " +
                    $"take out what stands above it, and send the file again.")];
        return wrong.Count > 0 ? (null, null, new ImportRow(csv.Line, null, wrong, EndsReading: true))
            : (csv, new CsvLayout(header, theirs), null);
    }

    // Without a mapping every column is ours; with one, only those that it names or that are called as ours.
    private static string OursOf(string theirs, ImportMappingInput? mapping)
    {
        if (CsvExcerpt.IsAdvice(theirs)) return "";
        if (mapping is null) return theirs;
        if (mapping.Columns?.GetValueOrDefault(theirs) is { } ours) return ours.Trim();
        var isOurs = CsvColumns.IsKnown(theirs) || NamedColumn.Of(theirs, 0).Code is not null;
        return isOurs && mapping.Columns?.Values.Contains(theirs) != true ? theirs : "";
    }

    private static IEnumerable<string> HeadersOf(ImportMappingInput mapping) => (mapping.Columns?.Keys ?? []).Union(mapping.Key ?? []);

    private static string NoHeader(ImportMappingInput mapping, string[] first)
    {
        var missing = HeadersOf(mapping).Where(k => !first.Contains(k)).ToList();
        return $"No line among the first {LinesAboveHeader} names all columns of the mapping; " +
            $"the first one lacks {string.Join(", ", missing.Select(m => $"“{m}”"))}.";
    }

    // The line on which the last row of each key begins.
    private Dictionary<Guid, long> LastLines(Stream file, ImportOptions options, MasterData master)
    {
        var last = new Dictionary<Guid, long>();
        var (csv, layout, _) = Open(file, options, master);
        if (csv is null || layout is null) return last;
        var cells = new CsvCells(layout, options, master, lookAlike);
        while (csv.Read())
        {
            if (FaultOf(csv) is null && Shape(csv, layout) is null && cells.KeyOf(csv.Cells) is { } key) last[HashOf(key)] = csv.Line;
        }

        return last;
    }

    private static Guid HashOf(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));

    private static ImportRow? FaultOf(CsvRecords csv) => csv.Fault switch
    {
        CsvFault.StrayQuote =>
            Broken(
                csv.FaultLine, "", "bad_quote",
                "A quotation mark stands where none may: quote the whole cell, without blanks around it, and double the marks inside it."),
        CsvFault.Encoding when csv.IsUtf16 =>
            Broken(
                csv.FaultLine, "", "encoding",
                "A character on this line is none that UTF-16 can say: " +
                "half of a pair, one byte too few, or U+FFFF, which is no character. Save the file as UTF-8 and send it again."),
        CsvFault.Encoding => NotDecodable(csv.FaultLine),
        CsvFault.TooLong when csv.HasNuls => WholeFile(csv.FaultLine, "", "nul", CsvColumns.NulBlock),
        CsvFault.Unclosed =>
            WholeFile(
                csv.FaultLine, "", "bad_quote",
                "The quotation mark that opens a cell on this line is never closed. Reading ended here: " +
                "what stands behind it cannot be told apart, so nothing is taken in."),
        CsvFault.TooLong =>
            WholeFile(
                csv.FaultLine, "", "too_large",
                $"A cell that begins here is longer than {CsvRecords.MaxCell} bytes; " +
                "is a closing quotation mark missing? Reading ended here, so nothing is taken in."),
        _ => null,
    };

    // What is wrong with the form of a row, whatever its cells say.
    private static ImportRow? Shape(CsvRecords csv, CsvLayout layout)
    {
        var (cells, header) = (csv.Cells, layout.Theirs);
        if (cells.Count < header.Length && cells.Any(c => c.Contains('\0'))) return Broken(csv.Line, "", "nul", CsvColumns.NulBlock);
        if (cells.Count < header.Length)
            return Broken(csv.Line, header[cells.Count], "ragged", $"This row has {cells.Count} cells, the header {header.Length}.");
        for (var i = header.Length; i < cells.Count; i++)
            if (!string.IsNullOrWhiteSpace(cells[i]))
                return Broken(csv.Line, "", "ragged", $"This row has {cells.Count} cells, the header {header.Length}.");
        if (cells[0].StartsWith(ByteOrderMark))
            return Broken(
                csv.Line, "", "joined",
                "A byte order mark stands here, in the middle of the file: perhaps two files were joined. Send them one by one.");
        if (CsvColumns.NameOf(cells[0]) == header[0] && cells.Take(header.Length).Select(CsvColumns.NameOf).SequenceEqual(header))
            return Broken(csv.Line, "", "joined", "The header stands here once more: perhaps two files were joined. Take this line out.");
        foreach (var index in layout.Nameless)
            if (!string.IsNullOrWhiteSpace(cells[index]))
                return Broken(
                    csv.Line, $"column {index + 1}", FieldError.Invalid,
                    $"Column {index + 1} has no name, and “{cells[index].Trim()}” stands in it; " +
                    "name the column in the header or empty it.");
        return null;
    }

    private static ImportRow RowOf(
        long line, IReadOnlyList<string> cells, CsvLayout layout, CsvCells reading, ImportOptions options)
    {
        List<CellError>? errors = null;
        var answers = new Dictionary<string, Answer>(layout.Answers.Length, StringComparer.Ordinal);
        string? Cell(int index) => reading[cells, index];
        foreach (var column in layout.Answers)
        {
            if (Cell(column.Index) is not { } cell) continue;
            if (column.Kind == CsvColumns.Basic) answers[column.Code!] = Answer.Parse(cell);
            else if (cell == "na") answers[column.Code!] = Answer.NotApplicable;
            else if (reading.NumberOf(cell, column.Name, ref errors) is { } number) answers[column.Code!] = Answer.Of(number);
        }

        Dictionary<string, string>? causes = null;
        foreach (var column in layout.Causes)
        {
            if (Cell(column.Index) is { } cause) (causes ??= new(StringComparer.Ordinal))[column.Code!] = cause;
        }

        var site = Cell(layout.Site) ?? options.DefaultSite;
        var occurredAt = Cell(layout.OccurredAt) is { } time ? reading.TimeOf(time, "occurred_at", site, ref errors) : null;

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
            else (errors ??= [])
                .Add(new(
                    "same_contact_as", FieldError.Invalid,
                    $"“{other}” is not the id of an interaction, such as 0190a6c1-7d3e-7b52-9c1f-4d1f0a2b3c4d."));
        }

        if (errors is not null) return new ImportRow(line, null, errors);
        return new ImportRow(line, new InteractionEntry
        {
            ExternalId = reading.KeyOf(cells),
            OccurredAt = occurredAt,
            Site = site,
            // A file that has the column says of each row which team it was, or that it was none.
            Team = layout.Team < 0 ? null : Cell(layout.Team) ?? "",
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
            StandOuts = Cell(layout.StandOuts)?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(k => new StandOutEntry(k, null)).ToList(),
            Observations = new ObservationAnswers(false, answers, RestNotApplicable: true),
        }, []);
    }

    private static ImportRow NotDecodable(long line) =>
        Broken(line, "", "encoding", "A character on this line is not UTF-8; save the file as UTF-8 and send it again.");

    private static ImportRow Broken(long line, string column, string code, string message) =>
        new(line, null, [new CellError(column, code, message)]);

    private static ImportRow WholeFile(long line, string column, string code, string message) =>
        Broken(line, column, code, message) with { EndsReading = true };
}
