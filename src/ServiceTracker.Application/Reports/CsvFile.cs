using System.Text;

namespace ServiceTracker.Application.Reports;

/// <summary>For whom a CSV file is meant.</summary>
public enum CsvProfile
{
    /// <summary>RFC 4180: comma, UTF-8 without a BOM.</summary>
    Standard,

    /// <summary>Semicolon and BOM, as spreadsheets of many countries open it by a double click.</summary>
    Excel,
}

/// <summary>Writes RFC 4180 files: UTF-8, CRLF, the header row first, row by row in constant memory.</summary>
public sealed class CsvFile : IAsyncDisposable
{
    private readonly StreamWriter writer;
    private readonly char separator;
    private readonly System.Buffers.SearchValues<char> quoted;

    /// <param name="target">Where the bytes go; it is left open.</param>
    /// <param name="profile">For whom.</param>
    public CsvFile(Stream target, CsvProfile profile)
    {
        separator = profile == CsvProfile.Excel ? ';' : ',';
        quoted = System.Buffers.SearchValues.Create([separator, '"', '\r', '\n']);
        writer = new StreamWriter(target, new UTF8Encoding(profile == CsvProfile.Excel), 1 << 14, leaveOpen: true);
    }

    /// <summary>Writes the header and all rows.</summary>
    public async Task WriteAsync<TRow>(IReadOnlyList<CsvColumn<TRow>> columns, IAsyncEnumerable<TRow> rows, CancellationToken cancellation)
    {
        await WriteRowAsync(columns.Select(c => c.Name), cancellation);
        await foreach (var row in rows.WithCancellation(cancellation)) await WriteRowAsync(columns.Select(c => c.Cell(row).Text), cancellation);
    }

    /// <summary>Writes what is still buffered.</summary>
    public async ValueTask DisposeAsync() => await writer.DisposeAsync();

    private async Task WriteRowAsync(IEnumerable<string> cells, CancellationToken cancellation)
    {
        var line = new StringBuilder(256);
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) line.Append(separator);
            first = false;
            if (cell.AsSpan().ContainsAny(quoted)) line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else line.Append(cell);
        }

        await writer.WriteAsync(line.Append("\r\n"), cancellation);
    }
}
