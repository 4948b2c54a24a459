using System.Globalization;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// How much room is left where the embedded database is, or, with PostgreSQL, where imports wait: PostgreSQL's own disk cannot be seen from
/// here. Whoever looks after the server is to hear of it before nothing can be stored any more.
/// </summary>
/// <param name="folder">A folder on that disk.</param>
/// <param name="measure">Gives the free and the whole room, in bytes, or null where they cannot be told.</param>
public sealed class DiskRoom(string folder, Func<string, DiskSpace?> measure)
{
    // A day's backup, a large import and the log of writes fit into it; of a small disk that would be most.
    private const long Enough = 1L << 30;

    private const int Share = 10;

    /// <summary>From how much free room on nobody is told anything, in bytes.</summary>
    /// <param name="whole">Size of the disk, in bytes.</param>
    public static long LeastOf(long whole) => Math.Min(Enough, whole / Share);

    /// <summary>Asks the operating system; quotas are not seen.</summary>
    public static DiskSpace? Measure(string folder)
    {
        try
        {
            var there = Path.GetFullPath(folder);
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
            var drive = new DriveInfo(there);
            return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What is left, in words.</summary>
    public string Told() =>
        measure(folder) is { } space ? $"{InWords(space.Free)} of {InWords(space.Whole)} free at {folder}" : $"cannot be told for {folder}";

    /// <summary>What is the matter, with what to do; null while there is enough.</summary>
    public string? Fault() => measure(folder) is { } space && space.Free < LeastOf(space.Whole)
        ? $"only {Told()}: make room before it is full, or move to a larger disk" : null;

    private static string InWords(long bytes) =>
        (bytes >= 1L << 30 ? bytes / (double)(1L << 30) : bytes / (double)(1L << 20)).ToString("0.0", CultureInfo.InvariantCulture)
            + (bytes >= 1L << 30 ? " GiB" : " MiB");
}

/// <summary>Room on a disk, in bytes.</summary>
/// <param name="Free">What this program may still take.</param>
/// <param name="Whole">All there is.</param>
public readonly record struct DiskSpace(long Free, long Whole);
