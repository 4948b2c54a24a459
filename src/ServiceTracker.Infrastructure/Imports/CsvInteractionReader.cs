using System.Globalization;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>
/// Reads the import layout as CSV: comma, semicolon, tab or bar, with or without BOM and <c>sep=</c> line, LF, CR or CRLF, quoted line
/// breaks, UTF-8 or UTF-16. A row that cannot be read is named by its line and the next one is read; rows and columns with nothing in them
/// are passed over.
/// </summary>
public sealed class CsvInteractionReader : IInteractionReader
{
    private const char ByteOrderMark = '\uFEFF';

    public string Format => "csv";

    public string ColumnOf(string path, MasterData master) => CsvColumns.Of(path, master);

    public IEnumerable<ImportRow> Read(Stream file, ImportOptions options, MasterData master)
    {
        var opened = CsvOpening.Open(file, out var separator, out var firstLine, out var headerBelow, out var refusal);
        if (refusal is not null)
        {
            yield return WholeFile(1, "", "not_a_table", refusal);
            yield break;
        }

        var csv = new CsvRecords(opened, (byte)separator, firstLine, isUtf16: opened != file);
        var isThere = csv.Read();
        // Lines with nothing but blanks and separators stand above some headers.
        while (isThere && csv.Fault == CsvFault.None && csv.Cells.All(c => CsvColumns.NameOf(c).Length == 0)) isThere = csv.Read();
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

        var header = csv.Cells.Select(CsvColumns.NameOf).ToArray();
        var wrong = CsvColumns.ErrorsOf(header, options, master).ToList();
        if (wrong is [{ Code: "separator" or "no_header" }] && headerBelow is { } below)
            wrong = [
                new("", "no_header",
                    $"The header must be the first line, and it stands on line {below}: " +
                    $"take out what stands above it, and send the file again.")];
        if (wrong.Count > 0)
        {
            yield return new ImportRow(csv.Line, null, wrong, EndsReading: true);
            yield break;
        }

        var layout = new CsvLayout(header);
        while (csv.Read())
        {
            if (FaultOf(csv) is { } fault) yield return fault;
            else if (csv.Cells.Any(c => !string.IsNullOrWhiteSpace(c)))
                yield return Shape(csv, layout) ?? RowOf(csv.Line, csv.Cells, layout, options);
        }
    }

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
        var (cells, header) = (csv.Cells, layout.Header);
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

    private static ImportRow RowOf(long line, IReadOnlyList<string> cells, CsvLayout layout, ImportOptions options)
    {
        List<CellError>? errors = null;
        var answers = new Dictionary<string, Answer>(layout.Answers.Length, StringComparer.Ordinal);
        string? Cell(int index) => index < 0 || string.IsNullOrWhiteSpace(cells[index]) ? null : CsvGuard.Off(cells[index].Trim());
        foreach (var column in layout.Answers)
        {
            if (Cell(column.Index) is not { } cell) continue;
            if (column.Kind == CsvColumns.Basic) answers[column.Code!] = Answer.Parse(cell);
            else if (cell == "na") answers[column.Code!] = Answer.NotApplicable;
            else if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                answers[column.Code!] = Answer.Of(number);
            else (errors ??= [])
                .Add(new(column.Name, FieldError.Invalid, $"“{cell}” is not a number; write it with a point, such as 12.5."));
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
            else (errors ??= [])
                .Add(new(
                    "same_contact_as", FieldError.Invalid,
                    $"“{other}” is not the id of an interaction, such as 0190a6c1-7d3e-7b52-9c1f-4d1f0a2b3c4d."));
        }

        if (errors is not null) return new ImportRow(line, null, errors);
        return new ImportRow(line, new InteractionEntry
        {
            ExternalId = Cell(layout.ExternalId),
            OccurredAt = occurredAt,
            Site = Cell(layout.Site) ?? options.DefaultSite,
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
