using System.Text;
using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>What a CSV file says of itself before its first record: encoding, separator, and where its header stands.</summary>
internal static class CsvOpening
{
    private const string SeparatorLine = "sep=";
    private const char ByteOrderMark = '\uFEFF';

    private static readonly char[] Separators = [',', ';', '\t', '|'], Padding = [.. Separators, ' ', '"'];

    /// <summary>Finds out what the file is; the stream stands at its first record then.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="mapping">What is told of it, or null.</param>
    /// <param name="separator">What stands between cells.</param>
    /// <param name="firstLine">The line at which the stream stands, from 1.</param>
    /// <param name="headerBelow">The line of a header that stands below the first one, if one does.</param>
    /// <param name="refusal">Why it is no table, or null.</param>
    public static Stream Open(
        Stream file, ImportMappingInput? mapping, out char separator, out long firstLine, out long? headerBelow, out string? refusal)
    {
        (separator, firstLine, headerBelow, refusal) = (',', 1, null, null);
        var beginning = new byte[1 << 14];
        file.Position = 0;
        var length = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (ImportedText.NotATable(beginning.AsSpan(0, length)) is { } about)
        {
            refusal = about;
            return file;
        }

        length = ImportedText.OpenUtf8(file, mapping?.Encoding).ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        var lines = Lines(beginning.AsSpan(0, length))
            .Where(l => !string.IsNullOrWhiteSpace(CsvColumns.NameOf(l.Text.Trim(Padding)))).ToList();
        var opened = ImportedText.OpenUtf8(file, mapping?.Encoding);
        if (lines is not [var first, ..]) return opened;
        // What stands above a header has other separators, or none.
        separator = mapping?.Separator?[0]
            ?? SeparatorOf(mapping is null ? first.Text : lines.MaxBy(l => l.Text.Count(c => c == SeparatorOf(l.Text))).Text);
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

    private static bool IsHeader(string line) =>
        line.Split(SeparatorOf(line)).Select(c => CsvColumns.NameOf(c).Trim('"')).Count(CsvColumns.IsKnown) > 1;

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

    /// <summary>The separator that stands most often outside quotation marks.</summary>
    public static char SeparatorOf(string header)
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
}
