using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Reads the kept bytes of a sealed file one piece after another.</summary>
internal sealed class PiecesStream(IServiceTrackerDb db, SealedFile file) : Stream
{
    private byte[] piece = [];
    private int position, next;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position == piece.Length)
        {
            var at = next++;
            piece = await db.SealedPieces.AsNoTracking()
                .Where(p => p.SiteId == file.SiteId && p.WeekStart == file.WeekStart && p.Revision == file.Revision
                    && p.Name == file.Name && p.Position == at)
                .Select(p => p.Content).SingleOrDefaultAsync(cancellationToken) ?? [];
            position = 0;
        }

        var read = Math.Min(buffer.Length, piece.Length - position);
        piece.AsMemory(position, read).CopyTo(buffer);
        position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
