using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Tells a store that is away from a fault in the program.</summary>
public static class StoreFailure
{
    private const int SqliteBusy = 5, SqliteLocked = 6;

    /// <summary>Whether the store could not be reached or was busy: the same request may succeed a little later.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        DbException { IsTransient: true } => true,
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } => true,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        InvalidOperationException or DbUpdateException when exception.InnerException is { } inner => IsAway(inner),
        _ => false,
    };
}
