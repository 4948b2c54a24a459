using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Lets SQLite itself wait for another writer, a millisecond at first and ever longer. The driver's own waiting, which takes over when this
/// ends, looks only every 150 ms: an eternity to the next person at the counter. It would go on for half a minute.
/// </summary>
internal sealed class SqlitePatience : DbConnectionInterceptor
{
    /// <summary>Milliseconds that somebody who writes once waits for others.</summary>
    public const int OfOthers = 4000;

    /// <summary>Milliseconds that a writer of interactions waits at each of its attempts.</summary>
    public const int OfWriter = 1500;

    // Seconds; the driver knows no less, but for no end at all. It counts from the beginning, so that it adds nothing to our own waiting.
    private const int OfDriver = 1;

    /// <summary>The connection string with an end to the driver's own waiting, unless it says one, and without making a file that is not
    /// there: only an upgrade does.</summary>
    public static string Limit(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Default Timeout")) builder.DefaultTimeout = OfDriver;
        if (!builder.ShouldSerialize("Mode")) builder.Mode = SqliteOpenMode.ReadWrite;
        return builder.ConnectionString;
    }

    /// <summary>Lets an open connection wait.</summary>
    /// <param name="connection">Which.</param>
    /// <param name="milliseconds">How long.</param>
    public static void Have(DbConnection connection, int milliseconds)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number; a PRAGMA takes no parameters.
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {milliseconds}");
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Have(connection, OfOthers);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite works in the calling thread, whatever a method is called.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
