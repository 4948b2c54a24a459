using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>Recognises a file that was taken in before, by its bytes.</summary>
internal static class TakenFiles
{
    /// <summary>The hash of a file, 32 bytes.</summary>
    public static async Task<byte[]> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return await SHA256.HashDataAsync(file, cancellation);
    }

    /// <summary>Whether a file with this hash is stored, and had rows that no key would recognise.</summary>
    public static Task<bool> HasAsync(IServiceTrackerDb db, byte[] hash, CancellationToken cancellation) =>
        db.Imports.AsNoTracking().AnyAsync(i => i.FileHash == hash && i.Status == ImportStatus.Done, cancellation);
}
