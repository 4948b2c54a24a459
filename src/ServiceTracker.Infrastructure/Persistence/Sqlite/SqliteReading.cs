using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Opens the file for reading alone while that is all it allows. SQLite reads a file with a log of writes only where it may make two
/// files beside it or finds them there; where neither is so, nobody can be writing, and it is told that nothing changes.
/// </summary>
internal sealed class SqliteReading(StoreState state, string connectionString) : DbConnectionInterceptor
{
    private const string UriScheme = "file:";

    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (state.IsReadOnly) connection.ConnectionString = ForReading(connectionString);
        else if (((SqliteConnection)connection).DataSource.StartsWith(UriScheme, StringComparison.Ordinal))
            connection.ConnectionString = connectionString;
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ConnectionOpening(connection, eventData, result));

    /// <summary>The same file, which is not written.</summary>
    public static string ForReading(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var path = Path.GetFullPath(builder.DataSource);
        var log = new FileInfo(path + "-wal");
        // Empty or not there: all there is stands in the file itself. Otherwise a server that wrote left what is needed to read it.
        var unchanging = log is { Exists: true, Length: > 0 } ? "" : "?immutable=1";
        (builder.DataSource, builder.Mode) = (
            UriScheme + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal) + unchanging, SqliteOpenMode.ReadOnly);
        return builder.ConnectionString;
    }
}
