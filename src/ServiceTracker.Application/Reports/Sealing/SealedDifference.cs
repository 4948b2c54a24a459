using ServiceTracker.Domain;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>What differs between two revisions of a week.</summary>
/// <param name="File">Plain name of the file.</param>
/// <param name="Key">The cells that tell the row from all others of the file, joined by a slash.</param>
/// <param name="Column">The column; empty where the whole row is only in one of them.</param>
/// <param name="Before">The cell, or the row, in the earlier one.</param>
/// <param name="After">The same in the later one.</param>
/// <param name="Why">What is behind it, as far as the files tell.</param>
public sealed record SealedDifference(string File, string Key, string Column, string Before, string After, string Why)
{
    /// <summary>The columns of a file of differences.</summary>
    internal static readonly CsvColumn<SealedDifference>[] Columns =
    [
        new("file", d => d.File),
        new("key", d => d.Key),
        new("column", d => d.Column),
        new("before", d => d.Cell(d.Before)),
        new("after", d => d.Cell(d.After)),
        new("why", d => d.Why),
    ];

    private bool IsNumber { get; init; }

    internal static SealedDifference OfCell(
        string file, string key, ColumnType type, string column, string before, string after, string why) =>
        new(file, key, column, CsvGuard.Off(before), CsvGuard.Off(after), why)
        {
            IsNumber = type is ColumnType.Number or ColumnType.Whole,
        };

    // Numbers are never touched, texts are guarded as in the file itself.
    private CsvCell Cell(string text) => IsNumber ? CsvCell.OfWritten(text) : text;
}
