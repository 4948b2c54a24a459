using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Consistency.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>One statement for any number of rows: each column travels as one array and is unnested by the server.</summary>
internal sealed class PostgresInteractionStore : IInteractionStore
{
    private const string BeforeCopy = "before_copy";

    // Fewer rows than this are not worth the round trips of a COPY.
    private const int WorthCopying = 256;

    // COPY takes arrays as they are.
    private static readonly BulkColumn<Interaction>[] CopiedColumns =
        [.. BulkTables.Interaction.Select(c => c.Name == BulkTables.MeasuresColumn ? new BulkColumn<Interaction, double[]?>(c.Name, i => i.Measures) : c)];

    private static readonly string CopyInteractions =
        $"COPY interaction ({string.Join(", ", CopiedColumns.Select(c => $"\"{c.Name}\""))}) FROM STDIN (FORMAT BINARY)";

    // Any constant; it must only differ from other locks in the same database.
    private const string ShareBaselines = "SELECT pg_advisory_xact_lock_shared(73322610213221)", HoldBaselines = "SELECT pg_advisory_xact_lock(73322610213221)";

    private static readonly string InsertNewInteractions = Sql("interaction", BulkTables.Interaction);
    private static readonly string InsertInteractions = InsertNewInteractions + " ON CONFLICT DO NOTHING RETURNING site_id, id";
    private static readonly string InsertTexts = Sql("interaction_text", BulkTables.InteractionText);
    private static readonly string InsertCauses = Sql("miss_cause", BulkTables.MissCause);
    private static readonly string InsertStandOuts = Sql("stand_out", BulkTables.StandOut);
    private static readonly string InsertDeltas = Sql("rollup_queue", BulkTables.RollupQueue);

    public async Task<StoreAttempt> TryStoreAsync(DbContext db, IReadOnlyList<InteractionRecord> records, long revision, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var given = records.Where(r => r.HasGivenId).Select(r => r.Interaction.Id).ToArray();
        var interactions = records.Select(r => r.Interaction).ToArray();

        // Everything in one round trip: the questions whose answers may forbid the commit, and the rows.
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ShareBaselines));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT revision FROM master_data_stamp"));
        if (given.Length > 0) batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT count(*) FROM interaction WHERE id = ANY($1)") { Parameters = { new() { Value = given } } });
        Add(batch, InsertNewInteractions, BulkTables.Interaction, interactions);
        Add(batch, InsertTexts, BulkTables.InteractionText, [.. records.Where(r => r.Text is not null).Select(r => r.Text!)]);
        Add(batch, InsertCauses, BulkTables.MissCause, [.. records.SelectMany(r => r.Causes)]);
        Add(batch, InsertStandOuts, BulkTables.StandOut, [.. records.SelectMany(r => r.StandOuts)]);
        Add(batch, InsertDeltas, BulkTables.RollupQueue, Array.ConvertAll(interactions, RollupDelta.Adding));
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            await reader.NextResultAsync(cancellation);
            await reader.ReadAsync(cancellation);
            if (reader.GetInt64(0) != revision) return StoreAttempt.MasterDataChanged;
            if (given.Length > 0)
            {
                await reader.NextResultAsync(cancellation);
                await reader.ReadAsync(cancellation);
                if (reader.GetInt64(0) > 0) return StoreAttempt.KeyTaken;
            }

            while (await reader.NextResultAsync(cancellation))
            {
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            return StoreAttempt.KeyTaken;
        }

        await transaction.CommitAsync(cancellation);
        return StoreAttempt.Stored;
    }

    public Task QueueAsync(DbContext db, IReadOnlyList<RollupDelta> deltas, CancellationToken cancellation) =>
        ExecuteAsync(db, InsertDeltas, BulkTables.RollupQueue, deltas, cancellation);

    public Task LockBaselinesAsync(DbContext db, bool toPublish, CancellationToken cancellation) =>
        db.Database.ExecuteSqlRawAsync(toPublish ? HoldBaselines : ShareBaselines, cancellation);

    public bool IsAway(Exception exception) => StoreFailure.IsAway(exception);

    public async Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        DbContext db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        if (interactions.Count >= WorthCopying && await TryCopyAsync(db, interactions, cancellation)) return interactions.Select(i => (i.SiteId, i.Id)).ToHashSet();
        await using var command = Command(db, InsertInteractions, BulkTables.Interaction, interactions);
        var inserted = new HashSet<(int, Guid)>(interactions.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) inserted.Add((reader.GetInt32(0), reader.GetGuid(1)));
        return inserted;
    }

    public async Task InsertAsync(
        DbContext db, IReadOnlyList<InteractionText> texts, IReadOnlyList<MissCause> causes, IReadOnlyList<StandOut> standOuts,
        CancellationToken cancellation)
    {
        await ExecuteAsync(db, InsertTexts, BulkTables.InteractionText, texts, cancellation);
        await ExecuteAsync(db, InsertCauses, BulkTables.MissCause, causes, cancellation);
        await ExecuteAsync(db, InsertStandOuts, BulkTables.StandOut, standOuts, cancellation);
    }

    private static async Task ExecuteAsync<T>(
        DbContext db, string sql, BulkColumn<T>[] columns, IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        await using var command = Command(db, sql, columns, rows);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // COPY is the fastest way in, but knows no "unless it is there": then everything is taken back and the statement that does know is used.
    private static async Task<bool> TryCopyAsync(DbContext db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(BeforeCopy, cancellation);
        try
        {
            await using (var importer = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImportAsync(CopyInteractions, cancellation))
            {
                foreach (var interaction in interactions)
                {
                    await importer.StartRowAsync(cancellation);
                    foreach (var column in CopiedColumns) await importer.WriteAsync(column.Value(interaction), cancellation);
                }

                await importer.CompleteAsync(cancellation);
            }

            await transaction.ReleaseSavepointAsync(BeforeCopy, cancellation);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackToSavepointAsync(BeforeCopy, cancellation);
            return false;
        }
    }

    private static void Add<T>(NpgsqlBatch batch, string sql, BulkColumn<T>[] columns, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0) return;
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column.Values(rows) });
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlCommand Command<T>(DbContext db, string sql, BulkColumn<T>[] columns, IReadOnlyList<T> rows)
    {
        var transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), transaction);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column.Values(rows) });
        return command;
    }

    private static string Sql<T>(string table, BulkColumn<T>[] columns)
    {
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var values = string.Join(", ", columns.Select(c =>
            c.Name == BulkTables.MeasuresColumn ? $"('{{' || r.{c.Name} || '}}')::double precision[]" : $"r.\"{c.Name}\""));
        var arrays = string.Join(", ", columns.Select((_, i) => $"${i + 1}"));
        return $"INSERT INTO {table} ({names}) SELECT {values} FROM unnest({arrays}) AS r({names})";
    }
}
