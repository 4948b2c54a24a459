using System.Data;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Infrastructure.Persistence.Bulk;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>Rollups on PostgreSQL: an advisory lock keeps servers apart, repeatable read gives a snapshot.</summary>
internal sealed class PostgresRollupStore : RollupStore
{
    // Any constant; it must only differ from other locks in the same database.
    private const long Key = 0x526F6C6C757073;

    // Lines in one statement: bounds the memory of its parameters on either side.
    private const int LinesAtOnce = 5_000;

    // Milliseconds that a lock of a row is waited for in any case, which somebody may have for a moment; none would be no limit.
    private const int LeastPatience = 100;

    public override async Task<IAsyncDisposable> BeginSnapshotAsync(IServiceTrackerDb db, CancellationToken cancellation) =>
        await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    public override async Task<bool> LockAsync(IServiceTrackerDb db, bool wait, CancellationToken cancellation)
    {
        if (!wait)
            return await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({Key}) AS \"Value\"").SingleAsync(cancellation);
        await PatientlyAsync(db, $"SELECT pg_advisory_xact_lock({Key})", cancellation);
        return true;
    }

    public override async Task<IAloneTransaction> BeginAloneAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        db.Database.SetCommandTimeout(PostgresDb.LongWork);
        await db.Database.OpenConnectionAsync(cancellation);
        // Before the transaction and for the session: a snapshot taken while waiting would not see what the other one did.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Key})", cancellation);
        return new AloneTransaction(await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation), async () =>
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Key})");
            await db.Database.CloseConnectionAsync();
        });
    }

    public override async Task<IAloneTransaction?> TryBeginAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var started = Stopwatch.GetTimestamp();
        if (!await TryLockAsync(db, patience, cancellation))
        {
            await transaction.DisposeAsync();
            return null;
        }

        // Whoever comes here is waited for: what else they wait for is part of it.
        await WaitForLocksAsync(db, patience - Stopwatch.GetElapsedTime(started), cancellation);
        return new AloneTransaction(transaction);
    }

    /// <inheritdoc cref="IStore.TryLockRollupsAsync" />
    internal async Task<bool> TryLockAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation)
    {
        await WaitForLocksAsync(db, patience, cancellation);
        try
        {
            await LockAsync(db, wait: true, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        await db.Database.ExecuteSqlAsync($"SELECT set_config('lock_timeout', '0', true)", cancellation);
        return true;
    }

    private static Task<int> WaitForLocksAsync(IServiceTrackerDb db, TimeSpan most, CancellationToken cancellation)
    {
        var milliseconds = Math.Max(LeastPatience, (int)most.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return db.Database.ExecuteSqlAsync($"SELECT set_config('lock_timeout', {milliseconds}, true)", cancellation);
    }

    // Thousands of entries come and go in a second, and every look at the queue passes over those that went. PostgreSQL itself clears them
    // away once a minute.
    public override Task FreeRoomAsync(IServiceTrackerDb db, CancellationToken cancellation) =>
        PatientlyAsync(db, $"VACUUM (SKIP_LOCKED, TRUNCATE FALSE) rollup_queue", cancellation);

    protected override async Task MergeAsync<TLine>(
        IServiceTrackerDb db, RollupTable<TLine> table, IReadOnlyList<TLine> lines, CancellationToken cancellation)
    {
        var columns = PostgresColumn<TLine>.Of(table.Columns);
        foreach (var some in lines.Chunk(LinesAtOnce))
        {
            await using var merge = Command(db, Statement<TLine>.Merge(table));
            foreach (var column in columns) merge.Parameters.Add(column.Parameter(some));
            // As good as never is nothing left of a line.
            if (await merge.ExecuteScalarAsync(cancellation) is not true) continue;
            await using var remove = Command(db, Statement<TLine>.Remove(table));
            foreach (var column in columns.Take(table.KeyColumns)) remove.Parameters.Add(column.Parameter(some));
            await remove.ExecuteNonQueryAsync(cancellation);
        }
    }

    // An import that holds the lock takes minutes. Whatever the same request asks next is answered in the usual time or not at all.
    private static async Task PatientlyAsync(IServiceTrackerDb db, FormattableString sql, CancellationToken cancellation)
    {
        var usual = db.Database.GetCommandTimeout();
        db.Database.SetCommandTimeout(PostgresDb.LongWork);
        try
        {
            await db.Database.ExecuteSqlAsync(sql, cancellation);
        }
        finally
        {
            db.Database.SetCommandTimeout(usual);
        }
    }

    private static NpgsqlCommand Command(IServiceTrackerDb db, string sql) =>
        new(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());

    // Each column travels as one array, so that the text of a statement does not depend on how many lines there are.
    private static class Statement<TLine>
    {
        private static string? merge, remove;

        /// <summary>Adds lines to the stored ones, and says whether one of them may hold nothing any more.</summary>
        public static string Merge(RollupTable<TLine> table)
        {
            if (merge is not null) return merge;
            string Read(string column) => RollupTable<TLine>.IsList(column) ? $"('{{' || r.{column} || '}}')::bigint[]" : $"r.{column}";
            string Sum(string column) => !RollupTable<TLine>.IsList(column)
                ? $"t.{column} + excluded.{column}"
                : $$"""
                  CASE WHEN cardinality(excluded.{{column}}) = 0 THEN t.{{column}} ELSE
                  ARRAY(SELECT coalesce(t.{{column}}[i], 0) + coalesce(excluded.{{column}}[i], 0)
                    FROM generate_series(1, greatest(cardinality(t.{{column}}), cardinality(excluded.{{column}}))) i) END
                  """;
            var names = string.Join(", ", table.Columns.Select(c => c.Name));
            var isNothing = string.Join(" AND ", table.Sums.Where(c => !RollupTable<TLine>.IsList(c)).Select(c => $"t.{c} = 0"));
            return merge = $"""
                WITH merged AS (
                  INSERT INTO {table.Name} AS t ({names}) SELECT {string.Join(", ", table.Columns.Select(c => Read(c.Name)))}
                  FROM {PostgresArrays.Rows(table.Columns.Select(c => c.Name))}
                  ON CONFLICT ({string.Join(", ", table.Keys)}) DO UPDATE SET {string.Join(", ", table.Sums.Select(c => $"{c} = {Sum(c)}"))}
                  RETURNING {isNothing} AS is_empty)
                SELECT coalesce(bool_or(is_empty), false) FROM merged
                """;
        }

        /// <summary>Removes those of the lines of these keys that hold nothing.</summary>
        public static string Remove(RollupTable<TLine> table) => remove ??= $"""
            DELETE FROM {table.Name} t USING {PostgresArrays.Rows(table.Keys)}
            WHERE {string.Join(" AND ", table.Keys.Select(c => $"t.{c} = r.{c}"))}
            AND {string.Join(" AND ", table.Sums.Select(c => RollupTable<TLine>.IsList(c) ? $"0 = ALL (t.{c})" : $"t.{c} = 0"))}
            """;
    }
}
