namespace ServiceTracker.Web.Hosting;

/// <summary>A body of which every piece has to be taken within a bounded time; otherwise nothing more is written to it.</summary>
/// <param name="body">The body itself; it is left open.</param>
/// <param name="idle">How long a piece may wait for its reader.</param>
/// <param name="aborted">The reader went away.</param>
internal sealed class TakenBody(Stream body, TimeSpan idle, CancellationToken aborted) : Stream
{
    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(aborted);

    /// <summary>The reader took nothing for too long.</summary>
    public bool IsGivenUp => end.IsCancellationRequested && !aborted.IsCancellationRequested;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        end.CancelAfter(idle);
        await body.WriteAsync(buffer, end.Token);
        end.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        end.CancelAfter(idle);
        await body.FlushAsync(end.Token);
        end.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public override void Write(byte[] buffer, int offset, int count) => body.Write(buffer, offset, count);

    public override void Flush() => body.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) end.Dispose();
        base.Dispose(disposing);
    }
}
