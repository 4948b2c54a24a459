namespace ServiceTracker.Application.Reports;

/// <summary>Writes RFC 4180 files: UTF-8, CRLF, the header row first, row by row in constant memory.</summary>
public sealed class CsvFile : IAsyncDisposable
{
    // Written in pieces of about this size, in bytes.
    private const int Piece = 1 << 13;

    private readonly Stream target;
    private readonly CsvBuffer buffer;

    /// <param name="target">Where the bytes go; it is left open.</param>
    /// <param name="profile">For whom.</param>
    public CsvFile(Stream target, CsvProfile profile)
    {
        this.target = target;
        buffer = profile == CsvProfile.Excel ? new CsvBuffer(';', decimalComma: true) : new CsvBuffer(',');
        if (profile != CsvProfile.Standard) buffer.AddMark();
    }

    /// <summary>Rows written so far, without the header.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes the header and all rows.</summary>
    public async Task WriteAsync<TRow>(IReadOnlyList<CsvColumn<TRow>> columns, IAsyncEnumerable<TRow> rows, CancellationToken cancellation)
    {
        foreach (var (n, column) in columns.Index()) AddCell(n, column.Name);
        buffer.AddEndOfRow();
        var cells = columns.Select(c => c.Cell).ToArray();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            for (var n = 0; n < cells.Length; n++) AddCell(n, cells[n](row));
            buffer.AddEndOfRow();
            Rows++;
            if (buffer.Length >= Piece) await FlushAsync(cancellation);
        }
    }

    /// <summary>Writes what is still buffered.</summary>
    public async ValueTask DisposeAsync()
    {
        await FlushAsync(CancellationToken.None);
        await target.FlushAsync();
    }

    private void AddCell(int column, in CsvCell cell)
    {
        if (column > 0) buffer.AddSeparator();
        buffer.Add(cell);
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await target.WriteAsync(buffer.Waiting, cancellation);
        buffer.Clear();
    }
}
