namespace ServiceTracker.Web.Hosting;

/// <summary>
/// A body whose reader has to keep up: every piece is taken within a bounded time, and all of them at a least rate; otherwise nothing more
/// is written to it. Only the time counts in which something waits for the reader.
/// </summary>
/// <param name="body">The body itself; it is left open.</param>
/// <param name="limits">How long, and how fast.</param>
/// <param name="clock">Measures it.</param>
/// <param name="aborted">The reader went away.</param>
internal sealed class TakenBody(Stream body, ExportLimits limits, TimeProvider clock, CancellationToken aborted) : Stream
{
    private TimeSpan waited;

    /// <summary>The reader took too little.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Bytes that were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>How long was waited for the reader in all.</summary>
    public TimeSpan Waited => waited;

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
        await WaitAsync(end => body.WriteAsync(buffer, end).AsTask());
        Taken += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => WaitAsync(end => body.FlushAsync(end));

    public override void Write(byte[] buffer, int offset, int count) => body.Write(buffer, offset, count);

    public override void Flush() => body.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task WaitAsync(Func<CancellationToken, Task> write)
    {
        var left = limits.Idle + TimeSpan.FromSeconds((double)Taken / limits.LeastRate) - waited;
        using var late = new CancellationTokenSource(
            left < TimeSpan.Zero ? TimeSpan.Zero : left < limits.Idle ? left : limits.Idle, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        var started = clock.GetTimestamp();
        try
        {
            await write(end.Token);
        }
        catch (Exception) when (late.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            IsGivenUp = true;
            throw;
        }
        finally
        {
            waited += clock.GetElapsedTime(started);
        }
    }
}
