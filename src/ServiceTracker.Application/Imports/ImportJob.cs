using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Imports;

/// <summary>One file that is taken in: how it is read, and how its rows are judged. Stores nothing.</summary>
/// <param name="Actor">Who imports.</param>
/// <param name="Run">The import, whose progress is told in it.</param>
/// <param name="Path">The file on this server.</param>
/// <param name="Options">How to read it.</param>
/// <param name="Reader">The reader of its format.</param>
internal sealed record ImportJob(Actor Actor, ImportRun Run, string Path, ImportOptions Options, IInteractionReader Reader)
{
    // In characters, of one error: all that are kept of a file are a hundred megabytes at most.
    private const int LongestColumn = 200, LongestMessage = 500;

    // Of the header, too.
    private const int MostErrorsOfRow = 100;

    /// <summary>Whether a row was stored by which the same file would not be recognised.</summary>
    public bool HasRowsWithoutKey { get; set; }

    /// <summary>Reads the file from its beginning; how far it has come is told in the run.</summary>
    public IEnumerable<ImportRow> Rows(MasterData master)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        foreach (var row in Reader.Read(file, Options, master))
        {
            Run.BytesRead = file.Position;
            yield return row;
        }
    }

    /// <summary>Scores rows, and says of the others what is wrong with them.</summary>
    public (List<InteractionRecord> Records, List<long> Lines, List<(ImportRow Row, IReadOnlyList<CellError> Errors)> Bad) Judged(
        MasterData master, MissingReferences missing, InteractionIntake intake, ImportRow[] rows)
    {
        var records = new List<InteractionRecord>(rows.Length);
        var lines = new List<long>(rows.Length);
        var bad = new List<(ImportRow, IReadOnlyList<CellError>)>();
        foreach (var row in rows)
        {
            var errors = new List<FieldError>();
            if (row.Entry is { } entry && row.Errors.Count == 0 && intake.Read(entry, errors) is { } record)
            {
                records.Add(record);
                lines.Add(row.Line);
            }
            else bad.Add((row, ErrorsOf(master, missing, row, errors)));
        }

        return (records, lines, bad);
    }

    /// <summary>What is wrong with a row; nothing where it can be stored.</summary>
    public IReadOnlyList<CellError> Check(MasterData master, MissingReferences missing, InteractionIntake intake, ImportRow row)
    {
        var errors = new List<FieldError>();
        if (row.Entry is not null && row.Errors.Count == 0) intake.Check(row.Entry, errors);
        return ErrorsOf(master, missing, row, errors);
    }

    private IReadOnlyList<CellError> ErrorsOf(MasterData master, MissingReferences missing, ImportRow row, List<FieldError> errors) =>
        row.Entry is not { } entry || row.Errors.Count > 0 ? row.Errors
        : errors.Count == 0 ? []
        : [.. errors.Select(e => (e.Code == FieldError.UnknownReference ? missing.WhyNot(entry, e.Path) : null) is { } why
            ? new CellError(Reader.ColumnOf(e.Path, master), why.Code, why.Message, why.SameAs)
            : new CellError(Reader.ColumnOf(e.Path, master), e.Code, e.Message))];

    /// <summary>What is wrong with a row whose key belongs to other content.</summary>
    public CellError Conflict(MasterData master) => new(
        Reader.ColumnOf("$.externalId", master), "conflict",
        "This external id is stored already, or stands earlier in the file, with other content.");

    /// <summary>The errors of one line as they are kept: at most a hundred, then how many more there are.</summary>
    public IEnumerable<ImportError> ErrorsOf(long line, IReadOnlyList<CellError> errors)
    {
        foreach (var error in errors.Take(MostErrorsOfRow)) yield return ErrorOf(line, error);
        if (errors.Count - MostErrorsOfRow is var rest and > 0)
        {
            yield return ErrorOf(line, new CellError(
                "", "more_errors", $"{rest} more errors of this line are not listed; put right those that are, and send the file again."));
        }
    }

    /// <summary>An error as it is kept. A message may quote a cell, and a cell may hold what no store keeps, and a million characters of
    /// it.</summary>
    public ImportError ErrorOf(long line, CellError error) => new()
    {
        ImportId = Run.Id,
        Line = line,
        Column = StorableText.Of(StorableText.Shortened(error.Column, LongestColumn)),
        Code = error.Code,
        Message = StorableText.Of(StorableText.Shortened(error.Message, LongestMessage)),
        SameAs = error.SameAs,
    };
}
