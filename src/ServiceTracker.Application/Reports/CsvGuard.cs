using System.Buffers;

namespace ServiceTracker.Application.Reports;

/// <summary>
/// The apostrophe before text that a spreadsheet would run as a formula. Text that begins with an apostrophe gets another one, so that
/// every text can be told from every other, and the guard can be taken off again.
/// </summary>
public static class CsvGuard
{
    /// <summary>What stands before guarded text.</summary>
    public const char Mark = '\'';

    // The full-width twins too: some spreadsheets read them as the same signs.
    private static readonly SearchValues<char> Guarded = SearchValues.Create("=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20'");

    /// <summary>Whether a text gets a mark.</summary>
    public static bool Needs(ReadOnlySpan<char> text) => text.Length > 0 && Guarded.Contains(text[0]);

    /// <summary>The text as it was before it was written.</summary>
    public static string Off(string cell) => cell.Length > 1 && cell[0] == Mark && Needs(cell.AsSpan(1)) ? cell[1..] : cell;
}
