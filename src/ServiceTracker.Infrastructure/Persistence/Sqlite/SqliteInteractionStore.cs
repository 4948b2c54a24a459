using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Consistency.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>A prepared statement, once for each row: in one process that is as fast as any batch.</summary>
internal sealed class SqliteInteractionStore(IServiceScopeFactory scopes) : IInteractionStore
{
    private const int Constraint = 19;

    private static readonly string InsertNewInteractions = Sql("interaction", BulkTables.Interaction);
    private static readonly string InsertInteractions = InsertNewInteractions + " ON CONFLICT DO NOTHING";
    private static readonly string InsertTexts = Sql("interaction_text", BulkTables.InteractionText);
    private static readonly string InsertCauses = Sql("miss_cause", BulkTables.MissCause);
    private static readonly string InsertStandOuts = Sql("stand_out", BulkTables.StandOut);

    private static readonly string InsertQueued = Sql("rollup_queue", BulkTables.RollupQueue);

    public async Task<StoreAttempt> TryStoreAsync(IReadOnlyList<InteractionRecord> records, long revision, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (Ask(db, "SELECT revision FROM master_data_stamp") != revision) return StoreAttempt.MasterDataChanged;
        foreach (var record in records.Where(r => r.HasGivenId))
        {
            if (Ask(db, "SELECT count(*) FROM interaction WHERE id = @id", record.Interaction.Id) > 0) return StoreAttempt.KeyTaken;
        }

        try
        {
            var interactions = records.Select(r => r.Interaction).ToArray();
            Execute(db, InsertNewInteractions, BulkTables.Interaction, interactions, null, cancellation);
            await InsertAsync(
                db, [.. records.Where(r => r.Text is not null).Select(r => r.Text!)], [.. records.SelectMany(r => r.Causes)],
                [.. records.SelectMany(r => r.StandOuts)], cancellation);
            await QueueAsync(db, RollupQueueEntry.Pack(interactions.Select(RollupDelta.Adding), interactions[0].RecordedAt), cancellation);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Constraint)
        {
            return StoreAttempt.KeyTaken;
        }

        await transaction.CommitAsync(cancellation);
        return StoreAttempt.Stored;
    }

    public Task QueueAsync(DbContext db, IReadOnlyList<RollupQueueEntry> entries, CancellationToken cancellation)
    {
        Execute(db, InsertQueued, BulkTables.RollupQueue, entries, null, cancellation);
        return Task.CompletedTask;
    }

    // A transaction that writes is the only one anyway.
    public Task LockBaselinesAsync(DbContext db, bool toPublish, CancellationToken cancellation) => Task.CompletedTask;

    public bool IsAway(Exception exception) => StoreFailure.IsAway(exception);

    public Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        DbContext db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        var inserted = new HashSet<(int, Guid)>(interactions.Count);
        Execute(db, InsertInteractions, BulkTables.Interaction, interactions, i => inserted.Add((i.SiteId, i.Id)), cancellation);
        return Task.FromResult<IReadOnlySet<(int, Guid)>>(inserted);
    }

    public Task InsertAsync(
        DbContext db, IReadOnlyList<InteractionText> texts, IReadOnlyList<MissCause> causes, IReadOnlyList<StandOut> standOuts,
        CancellationToken cancellation)
    {
        Execute(db, InsertTexts, BulkTables.InteractionText, texts, null, cancellation);
        Execute(db, InsertCauses, BulkTables.MissCause, causes, null, cancellation);
        Execute(db, InsertStandOuts, BulkTables.StandOut, standOuts, null, cancellation);
        return Task.CompletedTask;
    }

    // SQLite works in the calling thread, whatever a method is called; there is nothing to wait for asynchronously.
    private static void Execute<T>(
        DbContext db, string sql, BulkColumn<T>[] columns, IReadOnlyList<T> rows, Action<T>? inserted, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        foreach (var column in columns) command.Parameters.Add(new SqliteParameter { ParameterName = "@" + column.Name });
        command.Prepare();
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < columns.Length; i++) command.Parameters[i].Value = columns[i].Value(row);
            if (command.ExecuteNonQuery() > 0) inserted?.Invoke(row);
        }
    }

    private static long Ask(DbContext db, string sql, Guid? id = null)
    {
        using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        if (id is { } value) command.Parameters.AddWithValue("@id", value);
        return (long)command.ExecuteScalar()!;
    }

    private static string Sql<T>(string table, BulkColumn<T>[] columns)
    {
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var values = string.Join(", ", columns.Select(c => c.Name == BulkTables.MeasuresColumn ? $"'[' || @{c.Name} || ']'" : $"@{c.Name}"));
        return $"INSERT INTO {table} ({names}) VALUES ({values})";
    }
}
