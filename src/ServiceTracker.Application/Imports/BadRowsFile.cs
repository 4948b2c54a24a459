using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>
/// A file of refused rows: each as it stood in its file, with its line there and what to do behind it. Importing passes these two over, so
/// that a file in which nothing was mended is refused with the same words.
/// </summary>
internal static class BadRowsFile
{
    // Written in pieces of about this size, in bytes.
    private const int Piece = 1 << 16;

    private const string LineEnd = "\r\n";

    private static readonly JsonWriterOptions AsItStands = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it.</summary>
    /// <param name="head">What stood above the rows.</param>
    /// <param name="errors">Errors in the order of the file; rows stand with the first of theirs.</param>
    /// <param name="target">Where the bytes go; it is left open.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task WriteAsync(FileHead head, IAsyncEnumerable<ImportError> errors, Stream target, CancellationToken cancellation)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(head.Encoding) ?? Encoding.GetEncoding(head.Encoding);
        var isUtf8 = encoding is UTF8Encoding;
        if (!isUtf8) await target.WriteAsync(encoding.GetPreamble(), cancellation);
        await using var written = isUtf8 ? null : Encoding.CreateTranscodingStream(target, encoding, new UTF8Encoding(false), true);
        using var piece = new MemoryStream();
        if (head.Header is not null)
            AddText(piece, string.Join(head.Separator, head.Header, RefusedRows.LineColumn, RefusedRows.AdviceColumn) + LineEnd);
        byte[]? row = null;
        var (line, advice) = (0L, new List<string>());
        await foreach (var error in errors.WithCancellation(cancellation))
        {
            if (error.Row is not null || error.Line != line)
            {
                await EndRowAsync();
                (row, line, advice) = (error.Row, error.Line, []);
            }

            if (row is not null) advice.Add(error.Column.Length == 0 ? error.Message : $"{error.Column}: {error.Message}");
        }

        await EndRowAsync();
        await FlushAsync();

        async ValueTask EndRowAsync()
        {
            if (row is null) return;
            // Quoted in any case: a comma in advice is none of the file.
            var said = string.Join(" ", advice);
            if (head.Header is null) AddObject(piece, row, line, said);
            else
            {
                piece.Write(row);
                AddText(piece, $"{head.Separator}{line.ToString(CultureInfo.InvariantCulture)}{head.Separator}{Quoted(said)}{LineEnd}");
            }

            if (piece.Length >= Piece) await FlushAsync();
        }

        async ValueTask FlushAsync()
        {
            await (written ?? target).WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), cancellation);
            piece.SetLength(0);
        }
    }

    private static string Quoted(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Replace("\"", "\"\"", StringComparison.Ordinal);
        return $"\"{(CsvGuard.Needs(line) ? $"{CsvGuard.Mark}" : "")}{line}\"";
    }

    private static void AddText(MemoryStream piece, string text) => piece.Write(Encoding.UTF8.GetBytes(text));

    // A line that is no object has no place for advice; it stands there as it is.
    private static void AddObject(MemoryStream piece, byte[] row, long line, string advice)
    {
        if (ObjectOf(row) is { } item)
        {
            using var writer = new Utf8JsonWriter(piece, AsItStands);
            writer.WriteStartObject();
            foreach (var member in item.EnumerateObject())
                if (member.Name is not (RefusedRows.LineMember or RefusedRows.AdviceMember)) member.WriteTo(writer);
            writer.WriteNumber(RefusedRows.LineMember, line);
            writer.WriteString(RefusedRows.AdviceMember, advice);
            writer.WriteEndObject();
        }
        else piece.Write(row);
        AddText(piece, "\n");
    }

    private static JsonElement? ObjectOf(byte[] row)
    {
        try
        {
            return JsonElement.Parse(row) is { ValueKind: JsonValueKind.Object } item ? item : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
