using Microsoft.Extensions.Configuration;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>Receives files of any size onto the disk, since they are read more than once; memory stays constant.</summary>
/// <param name="configuration"><c>Imports:MaxBytes</c>: largest file, in bytes; 4 GiB by default. <c>DataDirectory</c>: where they
/// wait.</param>
/// <param name="store">Beside an embedded database there is room for what is to go into it.</param>
public sealed class ImportSpool(IConfiguration configuration, StoreSettings store)
{
    /// <summary>Largest file, in bytes.</summary>
    public long MaxBytes { get; } = configuration.GetValue("Imports:MaxBytes", 4L << 30);

    private string Folder => Path.Combine(
        store.File is { } database
            ? Path.GetDirectoryName(Path.GetFullPath(database))! : Path.GetFullPath(configuration["DataDirectory"] ?? "./data"), "spool");

    /// <summary>Deletes what a program that was killed left here.</summary>
    public void Empty()
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var file in Directory.EnumerateFiles(Folder, "*.import"))
        {
            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another server's, which is at it, or nothing may be written here.
            }
        }
    }

    /// <summary>Receives a stream to its end.</summary>
    /// <returns>The file, or null when it is larger than <see cref="MaxBytes"/>.</returns>
    public async Task<SpooledFile?> ReceiveAsync(Stream source, CancellationToken cancellation)
    {
        StoreSettings.MakeOwn(Folder);
        var file = new SpooledFile(Path.Combine(Folder, $"{Guid.CreateVersion7():N}.import"));
        try
        {
            await using var target = new FileStream(
                file.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16, useAsync: true);
            var buffer = new byte[1 << 16];
            for (long received = 0; await source.ReadAsync(buffer, cancellation) is var n and > 0;)
            {
                received += n;
                if (received > MaxBytes)
                {
                    file.Dispose();
                    return null;
                }

                await target.WriteAsync(buffer.AsMemory(0, n), cancellation);
            }

            await target.DisposeAsync();
            file.Hold();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
