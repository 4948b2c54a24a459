using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>The first rows of a weekly file, as a page shows them.</summary>
public sealed class WeekPreview(WeeklyFiles files, SealedWeeks weeks)
{
    /// <summary>Rows shown below the header.</summary>
    public const int Rows = 8;

    // Longer than the header and these rows of any file; what comes after it is not made.
    private const int MostBytes = 1 << 16;

    /// <summary>The first rows of a sealed file, the header first.</summary>
    public async Task<IReadOnlyList<string[]>> OfAsync(SealedRevision revision, WeeklyFile file, CancellationToken cancellation)
    {
        if (revision.Find(file) is not { } kept) return [];
        await using var bytes = weeks.Open(kept);
        return await CsvRows.ReadAsync(bytes, cancellation).Take(Rows + 1).ToListAsync(cancellation);
    }

    /// <summary>The first rows of a file as it is now, the header first.</summary>
    /// <exception cref="InvalidOperationException">The actor's role sees only its own figures.</exception>
    public async Task<IReadOnlyList<string[]>> OfAsync(
        Actor actor, IsoWeek week, WeeklyFile file, Site? site, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) throw new InvalidOperationException("Weekly files name everybody; a staff account has its own page.");
        using var head = new MemoryStream();
        try
        {
            await files.WriteAsync(actor, week, file, site, CsvProfile.Standard, new BoundedStream(head, MostBytes), cancellation);
        }
        catch (EnoughException)
        {
            // The rest is for whoever takes the file.
        }

        head.Position = 0;
        return await CsvRows.ReadAsync(head, cancellation).Take(Rows + 1).ToListAsync(cancellation);
    }

    private sealed class EnoughException : Exception;

    private sealed class BoundedStream(MemoryStream target, int most) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => target.Length;

        public override long Position
        {
            get => target.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (target.Length >= most) throw new EnoughException();
            target.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (target.Length >= most) throw new EnoughException();
            return target.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
