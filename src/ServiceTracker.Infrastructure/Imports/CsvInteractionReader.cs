using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>Reads the import layout as CSV: comma, semicolon or tab, with or without BOM, LF or CRLF, quoted line breaks.</summary>
public sealed class CsvInteractionReader : IInteractionReader
{
    private const string Basic = "basic:", Measure = "measure:", Cause = "cause:";

    // A header is never this long; without a limit a wrong file would be read into memory whole.
    private const int MaxCell = 1 << 20;

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
    };

    private static readonly HashSet<string> KnownColumns = [.. ColumnsOfPaths.Values];
    private static readonly string[] RequiredColumns = ["occurred_at", "site", "channel"];

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
        if (!TryFindDelimiter(file, out var delimiter))
        {
            yield return Broken(1, "", "empty", "The file is empty; its first line names the columns.");
            yield break;
        }

        using var text = OpenText(file);
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            BadDataFound = a => throw new BadQuoteException(a.Field),
            // Blank lines are passed over below, where they are counted.
            IgnoreBlankLines = false,
            MaxFieldSize = MaxCell,
            BufferSize = 1 << 16,
        });
        long line = 1;
        if (!TryNext(csv, ref line, out _, out var first, out var broken))
        {
            yield return broken ?? Broken(1, "", "empty", "The file is empty; its first line names the columns.");
            yield break;
        }

        var header = first.Select(h => h.Trim()).ToArray();
        var wrong = HeaderErrors(header, options, master).ToList();
        if (wrong.Count > 0)
        {
            yield return new ImportRow(1, null, wrong);
            yield break;
        }

        var layout = new Layout(header);
        while (true)
        {
            if (!TryNext(csv, ref line, out var begins, out var cells, out broken))
            {
                if (broken is { } end) yield return end;
                yield break;
            }

            if (cells.Length != header.Length)
            {
                yield return Broken(begins, cells.Length > header.Length ? "" : header[cells.Length], "ragged", $"This row has {cells.Length} cells, the header {header.Length}.");
                continue;
            }

            yield return RowOf(begins, cells, layout, options);
        }
    }

    private static ImportRow RowOf(long line, string[] cells, Layout layout, ImportOptions options)
    {
        List<CellError>? errors = null;
        var answers = new Dictionary<string, Answer>(layout.Answers.Length, StringComparer.Ordinal);
        string? Cell(int index) => index < 0 || string.IsNullOrWhiteSpace(cells[index]) ? null : cells[index].Trim();
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
            else (errors ??= []).Add(new("occurred_at", FieldError.Invalid, $"“{time}” is not a time with an offset, such as 2026-11-20T16:46:00+00:00."));
        }

        int? csat = null;
        if (Cell(layout.Csat) is { } mark)
        {
            if (int.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var m)) csat = m;
            else (errors ??= []).Add(new("csat", FieldError.Invalid, "A whole number from 1 to 5."));
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
            Causes = causes,
            StandOuts = Cell(layout.StandOuts)?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(k => new StandOutEntry(k, null)).ToList(),
            Observations = new ObservationAnswers(false, answers, RestNotApplicable: true),
        }, []);
    }

    private static IEnumerable<CellError> HeaderErrors(string[] header, ImportOptions options, MasterData master)
    {
        foreach (var twice in header.GroupBy(h => h, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return new(twice.Key, FieldError.Invalid, $"The column “{twice.Key}” stands there {twice.Count()} times.");
        foreach (var needed in RequiredColumns.Where(c => !header.Contains(c) && (c != "site" || options.DefaultSite is null)))
            yield return new(needed, FieldError.Required, $"The column “{needed}” is missing.");
        foreach (var name in header.Distinct())
        {
            var column = Column.Of(name, 0);
            if (column.Code is null)
            {
                if (!KnownColumns.Contains(name)) yield return new(name, FieldError.UnknownReference, $"“{name}” is not a column of the import layout.");
                continue;
            }

            var kinds = master.Baselines.Values.Select(b => b.Find(column.Code)?.Kind).Where(k => k is not null).ToHashSet();
            if (kinds.Count == 0) yield return new(name, FieldError.UnknownReference, $"No published baseline has an expectation “{column.Code}”.");
            else if (column.Kind == Basic && !kinds.Contains(ExpectationKind.Check)) yield return new(name, FieldError.Invalid, $"“{column.Code}” is a measure: name the column {Measure}{column.Code}.");
            else if (column.Kind == Measure && !kinds.Contains(ExpectationKind.Measure)) yield return new(name, FieldError.Invalid, $"“{column.Code}” is a check: name the column {Basic}{column.Code}.");
        }
    }

    private static bool TryNext(CsvParser csv, ref long line, out long begins, out string[] cells, out ImportRow? broken)
    {
        (begins, cells, broken) = (line, [], null);
        try
        {
            do
            {
                begins = line;
                if (!csv.Read()) return false;
                cells = csv.Record!;
                line = csv.RawRow + 1;
            }
            while (cells is [""]);
            return true;
        }
        catch (BadQuoteException)
        {
            broken = Broken(line, "", "bad_quote", "A quotation mark stands where none may: quote the whole cell and double the marks inside it.");
        }
        catch (MaxFieldSizeException)
        {
            broken = Broken(line, "", "too_large", $"A cell is longer than {MaxCell} characters; is a closing quotation mark missing?");
        }
        catch (DecoderFallbackException)
        {
            broken = Broken(line, "", "encoding", "The file is not UTF-8; save it as UTF-8 and send it again.");
        }

        return false;
    }

    // From the beginning, after a byte order mark. Other encodings than UTF-8 are met as bytes that it cannot have.
    private static StreamReader OpenText(Stream file)
    {
        file.Position = 0;
        Span<byte> mark = stackalloc byte[3];
        if (file.ReadAtLeast(mark, 3, throwOnEndOfStream: false) < 3 || !mark.SequenceEqual(Encoding.UTF8.Preamble)) file.Position = 0;
        return new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, 1 << 16, leaveOpen: true);
    }

    private static bool TryFindDelimiter(Stream file, out char delimiter)
    {
        delimiter = ',';
        var start = new char[1 << 14];
        int length;
        try
        {
            using var text = OpenText(file);
            length = text.ReadBlock(start, 0, start.Length);
        }
        catch (DecoderFallbackException)
        {
            length = 1; // The parser meets the same bytes and names the line.
        }

        var end = Array.FindIndex(start, 0, length, c => c is '\n' or '\r');
        var header = start.AsSpan(0, end < 0 ? length : end);
        var (commas, semicolons, tabs) = (header.Count(','), header.Count(';'), header.Count('\t'));
        if (semicolons > commas) delimiter = ';';
        if (tabs > Math.Max(commas, semicolons)) delimiter = '\t';
        return length > 0;
    }

    private static ImportRow Broken(long line, string column, string code, string message) => new(line, null, [new CellError(column, code, message)]);

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
    }

    private sealed class BadQuoteException(string field) : Exception(field);
}
