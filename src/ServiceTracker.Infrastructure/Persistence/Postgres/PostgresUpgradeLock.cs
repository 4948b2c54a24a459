using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>An advisory lock of the server, which ends with its connection.</summary>
internal sealed class PostgresUpgradeLock(StoreSettings store) : IUpgradeLock
{
    // Any constant; it must only differ from other programs' locks in the same database.
    private const long Key = 0x5365727669636554;

    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation)
    {
        // Not pooled, so that disposing really ends the session and with it the lock.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = Key } }, CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task ClearStaleAsync(DbContext db, CancellationToken cancellation) => Task.CompletedTask;

    public Task SettleAsync(DbContext db, CancellationToken cancellation) => Task.CompletedTask;
}
