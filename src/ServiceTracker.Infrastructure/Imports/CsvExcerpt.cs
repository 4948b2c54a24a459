using System.Text;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>Rows of a CSV file as they stand in it.</summary>
/// <param name="csv">Its records; the header is the one that was read last.</param>
/// <param name="layout">Its columns.</param>
/// <param name="opening">What was found before.</param>
internal sealed class CsvExcerpt(CsvRecords csv, CsvLayout layout, CsvOpened opening)
{
    /// <summary>Whether a column is one of the two behind refused rows, in which nothing of an interaction stands.</summary>
    public static bool IsAdvice(string column) => column is RefusedRows.LineColumn or RefusedRows.AdviceColumn;

    /// <summary>The rows on some lines.</summary>
    /// <param name="lines">Their lines, as the reader tells them.</param>
    /// <param name="fault">What is wrong with the form of the present record, or null.</param>
    public FileExcerpt Of(IReadOnlySet<long> lines, Func<ImportRow?> fault)
    {
        // A file of refused rows has the two columns already, and gets them anew.
        var own = layout.Theirs.Length;
        while (own > 0 && IsAdvice(layout.Theirs[own - 1])) own--;
        var header = Encoding.UTF8.GetString(csv.RawOf(own));
        // Only what a reader would not find out by itself has to be said.
        var said = CsvOpening.SeparatorOf(header) == opening.Separator ? "" : $"sep={opening.Separator}\r\n";
        return new(new FileHead(said + header, opening.Separator.ToString(), opening.Encoding), Rows(lines, fault, own));
    }

    private IEnumerable<RowAsItStands> Rows(IReadOnlySet<long> lines, Func<ImportRow?> fault, int own)
    {
        while (csv.Read())
        {
            var wrong = fault();
            if (lines.Contains(wrong?.Line ?? csv.Line) && wrong is not { EndsReading: true }
                && BytesOf(wrong is not null, own) is { } bytes) yield return new(wrong?.Line ?? csv.Line, bytes, ValueIn);
        }
    }

    // What is beyond the header's columns is blank in a row of the right form. One of another form keeps it all but the advice it got
    // before: with two cells too many it might look like a row of the right form.
    private byte[]? BytesOf(bool isMisshapen, int own)
    {
        if (!isMisshapen) return csv.RawOf(own).ToArray();
        if (own == layout.Theirs.Length) return csv.Raw.ToArray();
        return AdviceAt(csv.Raw, (byte)opening.Separator) is { } at ? csv.Raw[..at].ToArray() : null;
    }

    // Where a row ends in a separator, a line's number, a separator and a quoted cell; null where it does not.
    private static int? AdviceAt(ReadOnlySpan<byte> row, byte separator)
    {
        const byte quote = (byte)'"';
        if (row is not [.., quote]) return null;
        var opening = row.Length - 2;
        while (opening >= 0 && (row[opening] != quote || (opening > 0 && row[opening - 1] == quote)))
            opening -= row[opening] == quote ? 2 : 1;
        if (opening < 3 || row[opening - 1] != separator) return null;
        var at = opening - 2;
        while (at >= 0 && row[at] is >= (byte)'0' and <= (byte)'9') at--;
        return at >= 0 && at < opening - 2 && row[at] == separator ? at : null;
    }

    private string? ValueIn(string column)
    {
        if (column.Length == 0) return null;
        var index = Enumerable.Range(0, layout.Theirs.Length).Where(i => layout.NameOf(i) == column).DefaultIfEmpty(-1).First();
        if (index < 0) index = Array.IndexOf(layout.Theirs, column);
        return index >= 0 && index < csv.Cells.Count && csv.Cells[index] is { Length: > 0 } cell ? cell : null;
    }
}
