using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Tells what a failure says about the store, for both kinds of store and the files beside it.</summary>
public static class StoreFailure
{
    // Results of SQLite, https://sqlite.org/rescode.html.
    private const int SqlitePermission = 3, SqliteBusy = 5, SqliteLocked = 6, SqliteReadOnly = 8, SqliteCorrupt = 11, SqliteFull = 13,
        SqliteTooBig = 18, SqliteConstraint = 19, SqliteMismatch = 20, SqliteNotADatabase = 26;

    // The file beside the log of writes, which every reader needs too, cannot grow: an input/output error by its number, of a full disk.
    private const int SqliteNoRoomForIndex = 10 | (19 << 8);

    // Of Linux, as the runtime hands them on: the disk or the quota is full, the file system may not be written.
    private const int NoSpace = 28, ReadOnlyFiles = 30, NoQuota = 122;

    /// <summary>What is the matter with the store, if it is the store.</summary>
    public static StoreTrouble Of(Exception exception) => exception switch
    {
        StoreClosedException e => e.Trouble,
        SqliteException { SqliteExtendedErrorCode: SqliteNoRoomForIndex } => StoreTrouble.DiskFull,
        SqliteException e => OfSqlite(e.SqliteErrorCode),
        // Said by a server that answers: Citus could not reach another one, on which part of the data lies.
        PostgresException { SqlState: ['0', '8', ..] } e when e.MessageText.Contains("remote node", StringComparison.Ordinal) =>
            StoreTrouble.PartAway,
        PostgresException e => OfPostgres(e.SqlState, e.IsTransient),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } or DbException { IsTransient: true } =>
            StoreTrouble.Away,
        DbUpdateConcurrencyException => StoreTrouble.None,
        IOException { HResult: NoSpace or NoQuota } => StoreTrouble.DiskFull,
        IOException { HResult: ReadOnlyFiles } => StoreTrouble.ReadOnly,
        InvalidOperationException or DbUpdateException or DbException when exception.InnerException is { } inner
            && Of(inner) is var trouble and not StoreTrouble.None => trouble,
        // The driver and the server no longer understand each other.
        DbException => StoreTrouble.Failing,
        _ => StoreTrouble.None,
    };

    private static StoreTrouble OfSqlite(int code) => code switch
    {
        SqliteBusy or SqliteLocked => StoreTrouble.Busy,
        SqliteFull => StoreTrouble.DiskFull,
        SqliteReadOnly or SqlitePermission => StoreTrouble.ReadOnly,
        SqliteCorrupt or SqliteNotADatabase => StoreTrouble.Damaged,
        SqliteTooBig or SqliteConstraint or SqliteMismatch => StoreTrouble.Refused,
        _ => StoreTrouble.Failing,
    };

    // Classes are the first two characters, https://www.postgresql.org/docs/current/errcodes-appendix.html.
    private static StoreTrouble OfPostgres(string state, bool isTransient) => state switch
    {
        PostgresErrorCodes.DiskFull => StoreTrouble.DiskFull,
        PostgresErrorCodes.ReadOnlySqlTransaction => StoreTrouble.ReadOnly,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => StoreTrouble.Damaged,
        // Taken back by the server itself, so that surely nothing is stored.
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable =>
            StoreTrouble.Busy,
        ['2', '2' or '3', ..] => StoreTrouble.Refused,
        ['5', '8', ..] => StoreTrouble.Failing,
        ['0', '8', ..] or ['5', '3' or '7', ..] => StoreTrouble.Away,
        _ => isTransient ? StoreTrouble.Away : StoreTrouble.Failing,
    };
}
