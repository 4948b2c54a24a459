using System.IO.Compression;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>
/// All files of a week as they were at one moment, compressed in a temporary file: memory stays constant however large the week is. The
/// file has no name any more as soon as it is open, where the system allows that, so that a program that is killed leaves nothing.
/// </summary>
internal sealed class DraftedWeek : IAsyncDisposable
{
    // Bytes kept in one row of the store.
    private const int Piece = 1 << 19;

    private readonly FileStream spool;
    private readonly List<DraftedFile> files = [];

    public DraftedWeek()
    {
        var path = Path.Combine(Path.GetTempPath(), $"servicetracker-{Guid.CreateVersion7():N}.week");
        spool = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        if (!OperatingSystem.IsWindows()) File.Delete(path);
    }

    /// <summary>What was added.</summary>
    public IReadOnlyList<DraftedFile> Files => files;

    /// <summary>The count of changes that the store had told of when it was drafted.</summary>
    public long Changes { get; set; }

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its plain name.</param>
    /// <param name="write">Writes it and gives the number of its rows.</param>
    public async Task AddAsync(string name, Func<Stream, Task<long>> write)
    {
        var begin = spool.Position;
        await using var compressed = new BrotliStream(spool, CompressionLevel.Optimal, leaveOpen: true);
        await using var hashed = new HashingStream(compressed);
        var rows = await write(hashed);
        await compressed.DisposeAsync();
        files.Add(new DraftedFile(name, rows, hashed.Bytes, hashed.Hash()) { Begin = begin, Length = spool.Position - begin });
    }

    /// <summary>The compressed bytes of a file, in pieces.</summary>
    public async IAsyncEnumerable<byte[]> PiecesAsync(DraftedFile file)
    {
        spool.Position = file.Begin;
        for (var left = file.Length; left > 0;)
        {
            var piece = new byte[(int)Math.Min(left, Piece)];
            await spool.ReadExactlyAsync(piece);
            left -= piece.Length;
            yield return piece;
        }
    }

    public ValueTask DisposeAsync() => spool.DisposeAsync();
}
