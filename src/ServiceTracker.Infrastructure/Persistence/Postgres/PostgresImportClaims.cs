using Npgsql;
using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>An advisory lock of the server, which ends with its connection.</summary>
internal sealed class PostgresImportClaims(StoreSettings store) : IImportClaims
{
    // Any constant; it must only differ from other programs' locks of two numbers in the same database.
    private const int Key = 0x496D706F;

    public async Task<IAsyncDisposable?> TryTakeAsync(Guid id, CancellationToken cancellation)
    {
        var connection = await PostgresDb.OpenHolderAsync(PostgresDb.WithDefaults(store.ConnectionString), cancellation);
        try
        {
            // The random end of the id; two that meet would only wait for each other to be cleared away.
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, $2)", connection)
            {
                Parameters = { new() { Value = Key }, new() { Value = BitConverter.ToInt32(id.ToByteArray(), 12) } },
            };
            if (await command.ExecuteScalarAsync(cancellation) is true) return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }
}
