using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Lets SQLite itself wait for another writer, a millisecond at first and ever longer. The driver's own waiting, which takes over when this
/// ends, looks only every 150 ms: an eternity to the next person at the counter.
/// </summary>
internal sealed class SqlitePatience : DbConnectionInterceptor
{
    private const string Wait = "PRAGMA busy_timeout = 5000";

    /// <summary>Lets an open connection wait.</summary>
    public static void Have(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Wait;
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Have(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite works in the calling thread, whatever a method is called.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
