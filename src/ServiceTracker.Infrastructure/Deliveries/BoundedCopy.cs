using System.Security.Cryptography;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>Counts and hashes what is written, and keeps it while it is small.</summary>
/// <param name="most">Bytes that are kept at most.</param>
internal sealed class BoundedCopy(int most) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream kept = new();

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>All of them, or null where there were more than are kept.</summary>
    public byte[]? Content => Bytes <= most ? kept.ToArray() : null;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => Bytes;

    public override long Position
    {
        get => Bytes;
        set => throw new NotSupportedException();
    }

    /// <summary>SHA-256 of all that was written, in small hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Bytes += buffer.Length;
        hash.AppendData(buffer);
        if (Bytes <= most) kept.Write(buffer);
        else kept.SetLength(0);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            kept.Dispose();
        }

        base.Dispose(disposing);
    }
}
