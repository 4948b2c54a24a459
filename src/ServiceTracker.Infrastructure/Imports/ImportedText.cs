using System.Buffers;
using System.Text;
using System.Text.Unicode;
using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>Opens what was sent as text in UTF-8, and says of what is plainly something else what it is.</summary>
internal static class ImportedText
{
    // A character that no text has: what UTF-16 cannot say becomes it, and is then met like a byte that is not UTF-8.
    private const string Undecodable = "\uFFFF";

    internal const string OneByte = "windows-1252";
    private const int OneByteCodePage = 1252;

    private static ReadOnlySpan<byte> UndecodableBytes => [0xEF, 0xBF, 0xBF];

    private static readonly (byte[] Beginning, string About)[] Others =
    [
        ([0x50, 0x4B, 0x03, 0x04],
            "This is a workbook (XLSX) or a ZIP file, not CSV: open it in the spreadsheet, save the sheet as “CSV UTF-8” and send that."),
        ([0xD0, 0xCF, 0x11, 0xE0],
            "This is an old workbook (XLS), not CSV: open it in the spreadsheet, save the sheet as “CSV UTF-8” and send that."),
        ([0x1F, 0x8B], "This file is compressed (gzip): unpack it and send the CSV inside."),
        ("%PDF"u8.ToArray(), "This is a PDF, not CSV: let the program that made it write CSV instead."),
        ("{\\rtf"u8.ToArray(), "This is a text document (RTF), not CSV: save the table as CSV and send that."),
        ([0xFF, 0xFE, 0x00, 0x00], "This file is UTF-32; save it as UTF-8 and send it again."),
        ([0x00, 0x00, 0xFE, 0xFF], "This file is UTF-32; save it as UTF-8 and send it again."),
    ];

    /// <summary>What a file is that is no table, and what to do about it; null for one that may be a table.</summary>
    public static string? NotATable(ReadOnlySpan<byte> beginning)
    {
        foreach (var (mark, about) in Others)
            if (beginning.StartsWith(mark)) return about;
        var text = beginning.StartsWith(Encoding.UTF8.Preamble) ? beginning[3..] : beginning;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return null;
        return text[0] switch
        {
            (byte)'<' => "This is a web page or XML, not CSV. Perhaps the export was a sign-in page: " +
                "look at the file, fetch it again and send that.",
            (byte)'{' or (byte)'[' => "This is JSON, not CSV: send one object a line with format=ndjson.",
            _ => null,
        };
    }

    /// <summary>The text as UTF-8 without its byte order mark. UTF-16 is recognised by its mark, or by the NUL in its first
    /// letter.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">One of <see cref="ImportMappingInput.Encodings"/> that was told; null: it is found out.</param>
    public static Stream OpenUtf8(Stream file, string? encoding = null)
    {
        file.Position = 0;
        if (encoding == OneByte)
            return Encoding.CreateTranscodingStream(
                file, CodePagesEncodingProvider.Instance.GetEncoding(OneByteCodePage)!, new UTF8Encoding(false), leaveOpen: true);
        var mark = new byte[3];
        var length = file.ReadAtLeast(mark, 3, throwOnEndOfStream: false);
        var (skipped, utf16) = mark switch
        {
            [0xEF, 0xBB, 0xBF] => (3, null),
            [0xFF, 0xFE, ..] when length >= 2 => (2, "utf-16"),
            [0xFE, 0xFF, ..] when length >= 2 => (2, "utf-16BE"),
            [not 0, 0, ..] when length >= 2 => (0, "utf-16"),
            [0, not 0, ..] when length >= 2 => (0, "utf-16BE"),
            _ => (0, encoding is "utf-16" or "utf-16BE" ? encoding : null),
        };
        file.Position = skipped;
        if (utf16 is null) return file;
        return Encoding.CreateTranscodingStream(
            file, Encoding.GetEncoding(utf16, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(Undecodable)),
            new UTF8Encoding(false), leaveOpen: true);
    }

    /// <summary>Where the first character stands that its encoding could not say, in bytes; −1 where there is none.</summary>
    public static int FirstUndecodable(ReadOnlySpan<byte> utf8, bool isUtf16)
    {
        // What is transcoded is UTF-8 in any case.
        if (isUtf16) return utf8.IndexOf(UndecodableBytes);
        if (Utf8.IsValid(utf8)) return -1;
        var at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out var taken) == OperationStatus.Done) at += taken;
        return at;
    }
}
