using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>An advisory lock of the server, which ends with its connection.</summary>
internal sealed class PostgresUpgradeLock(StoreSettings store) : IUpgradeLock
{
    // Any constant; it must only differ from other programs' locks in the same database.
    private const long Key = 0x5365727669636554;

    private const string Tables =
        "SELECT table_name AS \"Value\" FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE " +
        "TABLE' ORDER BY 1";

    // A standby, or a database or role for which somebody set default_transaction_read_only.
    public async Task<bool> IsReadOnlyAsync(DbContext db, CancellationToken cancellation) =>
        await db.Database.CanConnectAsync(cancellation)
        && await db.Database.SqlQueryRaw<bool>("SELECT current_setting('transaction_read_only')::bool AS \"Value\"")
            .SingleAsync(cancellation);

    public async Task InspectAsync(DbContext db, IReadOnlyCollection<string> known, CancellationToken cancellation)
    {
        // A server that is away says so when it is asked for its lock; a database that is not there is made.
        if (!await db.Database.CanConnectAsync(cancellation)) return;
        var tables = await db.Database.SqlQueryRaw<string>(Tables).ToListAsync(cancellation);
        if (tables.Count == 0) return;
        var applied = tables.Contains("__EFMigrationsHistory") ? await db.Database.GetAppliedMigrationsAsync(cancellation) : [];
        if (applied.Intersect(known).Any() || tables is ["__EFMigrationsHistory"]) return;
        throw new InvalidOperationException(
            $"The database {db.Database.GetDbConnection().Database} belongs to another program: " +
            $"it has the tables {ForeignTables.Some(tables)}. Nothing was changed. "
            + "Make a database for ServiceTracker alone (createdb) and name it in ConnectionStrings:ServiceTracker, or restore a backup " +
                "into one.");
    }

    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation)
    {
        var connection = await PostgresDb.OpenHolderAsync(store.ConnectionString, cancellation);
        try
        {
            await using var command = new NpgsqlCommand(
                "SELECT pg_advisory_lock($1)", connection)
            { Parameters = { new() { Value = Key } }, CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task BeginAsync(DbContext db, CancellationToken cancellation) => Task.CompletedTask;

    // Each migration is one transaction with the note that it was made.
    public void End()
    {
    }

    public Task SettleAsync(DbContext db, CancellationToken cancellation) => Task.CompletedTask;
}
