using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>A locked file beside the database; the operating system frees it when the process ends, and it goes with its claim.</summary>
internal sealed class SqliteImportClaims(StoreSettings store) : IImportClaims
{
    public Task<IAsyncDisposable?> TryTakeAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<IAsyncDisposable?>(
                new FileStream(
                    $"{Path.GetFullPath(store.File!)}.import-{id:N}", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                    FileOptions.DeleteOnClose));
        }
        catch (IOException e) when (StoreFile.IsHeld(e))
        {
            return Task.FromResult<IAsyncDisposable?>(null);
        }
    }
}
