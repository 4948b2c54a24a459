using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>A locked file beside the database; the operating system frees it when the process ends, however it ends.</summary>
internal sealed class SqliteUpgradeLock(StoreSettings store) : IUpgradeLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromMilliseconds(100);

    private readonly StoreFile file = new(store.File!);

    public Task<bool> IsReadOnlyAsync(DbContext db, CancellationToken cancellation) => Task.FromResult(file.IsReadOnly());

    public Task InspectAsync(DbContext db, IReadOnlyCollection<string> known, CancellationToken cancellation)
    {
        file.Inspect(known);
        return Task.CompletedTask;
    }

    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation)
    {
        var path = file.Path + ".upgrade-lock";
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException e) when (waited < Patience && StoreFile.IsHeld(e))
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    // EF keeps its own lock as a row of this table; after a kill it stays and every later start would wait for ever.
    public Task BeginAsync(DbContext db, CancellationToken cancellation)
    {
        file.BeginMaking();
        return db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellation);
    }

    public void End() => file.EndMaking();

    // EF asks for a write-ahead log only when it makes the file itself, and a copy made by VACUUM INTO has none. Without it every page on
    // the way to the disk is written twice, and whoever reads makes whoever writes wait.
    public async Task SettleAsync(DbContext db, CancellationToken cancellation)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = wal", cancellation);
        file.Close();
    }
}
