using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Infrastructure.Persistence.Bulk;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>Rollups on SQLite, where a transaction that writes is the only one anyway.</summary>
internal sealed class SqliteRollupStore : RollupStore
{
    private const string AddLists = "add_lists";

    private const int Busy = 5;

    // Eight for each measure is the longest list there is.
    private const int MostNumbers = 8 * Baseline.MaxExpectations;

    public override async Task<IAsyncDisposable> BeginSnapshotAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        // Deferred: it takes no lock until it writes, which a snapshot never does.
        var transaction = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(transaction, cancellation);
        return new Snapshot(db, transaction);
    }

    public override Task<bool> LockAsync(IServiceTrackerDb db, bool wait, CancellationToken cancellation) => Task.FromResult(true);

    public override async Task<IAloneTransaction> BeginAloneAsync(IServiceTrackerDb db, CancellationToken cancellation) =>
        new AloneTransaction(await db.Database.BeginTransactionAsync(cancellation));

    // Waits as long as everybody who writes once: every connection has that patience already.
    public override async Task<IAloneTransaction?> TryBeginAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return new AloneTransaction(await db.Database.BeginTransactionAsync(cancellation));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Busy)
        {
            return null;
        }
    }

    // The pages of removed rows are used again.
    public override Task FreeRoomAsync(IServiceTrackerDb db, CancellationToken cancellation) => Task.CompletedTask;

    protected override Task MergeAsync<TLine>(
        IServiceTrackerDb db, RollupTable<TLine> table, IReadOnlyList<TLine> lines, CancellationToken cancellation)
    {
        if (lines.Count == 0) return Task.CompletedTask;
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        connection.CreateFunction<string, string, string>(AddLists, Sum, isDeterministic: true);
        using var merge = Command(db, MergeSql(table), table.Columns);
        using var remove = Command(db, RemoveSql(table), table.Columns[..table.KeyColumns]);
        foreach (var line in lines)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < table.Columns.Length; i++) merge.Parameters[i].Value = table.Columns[i].Value(line);
            if ((long)merge.ExecuteScalar()! == 0) continue;
            for (var i = 0; i < table.KeyColumns; i++) remove.Parameters[i].Value = table.Columns[i].Value(line);
            remove.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    // Adds a line to the stored one, and says whether it may hold nothing any more.
    private static string MergeSql<TLine>(RollupTable<TLine> table)
    {
        string Value(string column) => RollupTable<TLine>.IsList(column) ? $"'[' || @{column} || ']'" : $"@{column}";
        string Sum(string column) => RollupTable<TLine>.IsList(column)
            ? $"{AddLists}({table.Name}.{column}, excluded.{column})"
            : $"{table.Name}.{column} + excluded.{column}";
        return $"""
            INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))})
            VALUES ({string.Join(", ", table.Columns.Select(c => Value(c.Name)))})
            ON CONFLICT ({string.Join(", ", table.Keys)}) DO UPDATE SET {string.Join(", ", table.Sums.Select(c => $"{c} = {Sum(c)}"))}
            RETURNING {string.Join(" AND ", table.Sums.Where(c => !RollupTable<TLine>.IsList(c)).Select(c => $"{c} = 0"))}
            """;
    }

    // Removes the line of a key if it holds nothing.
    private static string RemoveSql<TLine>(RollupTable<TLine> table) => $"""
        DELETE FROM {table.Name} WHERE {string.Join(" AND ", table.Keys.Select(c => $"{c} = @{c}"))}
        AND {string.Join(" AND ", table.Sums.Select(c => RollupTable<TLine>.IsList(c) ? $"{c} NOT GLOB '*[1-9]*'" : $"{c} = 0"))}
        """;

    private static SqliteCommand Command<TLine>(IServiceTrackerDb db, string sql, BulkColumn<TLine>[] columns)
    {
        var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        foreach (var column in columns) command.Parameters.Add(new SqliteParameter { ParameterName = "@" + column.Name });
        return command;
    }

    // Two JSON arrays of whole numbers, number by number; what one of them lacks is zero.
    private static string Sum(string a, string b)
    {
        Span<long> sums = stackalloc long[MostNumbers];
        var count = Math.Max(Add(a, sums), Add(b, sums));
        var text = new StringBuilder(a.Length + 8).Append('[');
        for (var i = 0; i < count; i++) text.Append(i == 0 ? "" : ",").Append(sums[i]);
        return text.Append(']').ToString();
    }

    private static int Add(ReadOnlySpan<char> json, Span<long> sums)
    {
        var count = 0;
        json = json.Trim()[1..^1];
        if (json.IsWhiteSpace()) return 0;
        foreach (var number in json.Split(','))
            sums[count++] += long.Parse(
                json[number], NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture);
        return count;
    }

    // EF ends neither a transaction nor a connection that it did not begin itself.
    private sealed class Snapshot(IServiceTrackerDb db, SqliteTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await db.Database.UseTransactionAsync(null);
            await db.Database.CloseConnectionAsync();
        }
    }
}
