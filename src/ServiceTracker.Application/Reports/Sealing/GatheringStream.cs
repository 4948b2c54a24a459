namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Keeps what is written at once, such as the heads of a ZIP file, until something is written that can be waited for: a web server
/// takes nothing else.</summary>
/// <param name="target">Where it goes; left open.</param>
internal sealed class GatheringStream(Stream target) : Stream
{
    private readonly MemoryStream gathered = new();
    private long position;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        gathered.Write(buffer);
        position += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await PassOnAsync(cancellationToken);
        await target.WriteAsync(buffer, cancellationToken);
        position += buffer.Length;
    }

    public override void Flush()
    {
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await PassOnAsync(cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await PassOnAsync(CancellationToken.None);
        await gathered.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task PassOnAsync(CancellationToken cancellation)
    {
        if (gathered.Length == 0) return;
        await target.WriteAsync(gathered.GetBuffer().AsMemory(0, (int)gathered.Length), cancellation);
        gathered.SetLength(0);
    }
}
