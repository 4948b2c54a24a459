using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence.Postgres;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>
/// One statement a table for any number of rows, see <see cref="PostgresInsert{TRow}"/>; a whole transaction in one round trip; many rows
/// by COPY. Shown by the benchmarks <c>write</c> and <c>import</c>.
/// </summary>
internal sealed class PostgresInteractionStore(StoreSettings settings) : IInteractionStore, IDisposable
{
    private const string BeforeCopy = "before_copy";

    // Fewer rows than this are not worth the round trips of a COPY.
    private const int WorthCopying = 256;

    // COPY takes arrays as they are.
    private static readonly BulkColumn<Interaction>[] CopiedColumns =
        [.. BulkTables.Interaction.Select(
            c => c.Name == BulkTables.MeasuresColumn ? new BulkColumn<Interaction, double[]?>(c.Name, i => i.Measures) : c)];

    private static readonly string CopyInteractions =
        $"COPY interaction ({string.Join(", ", CopiedColumns.Select(c => $"\"{c.Name}\""))}) FROM STDIN (FORMAT BINARY)";

    // Any constant; it must only differ from other locks in the same database.
    private const string ShareBaselines = "SELECT pg_advisory_xact_lock_shared(73322610213221)",
        HoldBaselines = "SELECT pg_advisory_xact_lock(73322610213221)";

    // A question cannot end a transaction, an error can; the comments tell whoever meets it in the server's log.
    private const string FailUnlessRevision =
        "SELECT 1 / (revision = $1)::int FROM master_data_stamp -- division by zero: master data changed since scoring";

    private static readonly PostgresInsert<Interaction> InsertNewInteractions = new("interaction", BulkTables.Interaction),
        InsertInteractions = new("interaction", BulkTables.Interaction, " ON CONFLICT DO NOTHING RETURNING site_id, id");

    private static readonly PostgresInsert<InteractionText> InsertTexts = new("interaction_text", BulkTables.InteractionText);
    private static readonly PostgresInsert<MissCause> InsertCauses = new("miss_cause", BulkTables.MissCause);
    private static readonly PostgresInsert<StandOut> InsertStandOuts = new("stand_out", BulkTables.StandOut);
    private static readonly PostgresInsert<UsedTicket> InsertNewTickets = new("used_ticket", BulkTables.UsedTicket),
        InsertTickets = new("used_ticket", BulkTables.UsedTicket, " ON CONFLICT DO NOTHING RETURNING site_id, interaction_id");

    private static readonly PostgresInsert<RollupQueueEntry> InsertQueued = new("rollup_queue", BulkTables.RollupQueue);

    private readonly PostgresWriters writers = new(settings.ConnectionString);

    public bool IsSpread => writers.IsSpread;

    public Task<StoreAttempt> TryStoreAsync(InteractionRows rows, long revision, CancellationToken cancellation) => writers.OnOneAsync(
        async connection =>
        {
            var attempt = await TryStoreAsync(connection, rows, revision, writers.IsSpread, cancellation);
            return (attempt, attempt == StoreAttempt.Stored);
        },
        cancellation);

    public async Task TryWritingAsync(CancellationToken cancellation)
    {
        await using var connection = await writers.OpenAsync(cancellation);
        await TryRoomAsync(connection, cancellation);
        await using var touch = new NpgsqlCommand("UPDATE master_data_stamp SET revision = revision", connection);
        await touch.ExecuteNonQueryAsync(cancellation);
    }

    // A row that is written again finds a place in its page when no table can grow any more.
    private static async Task TryRoomAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var fill = new NpgsqlCommand(
            "CREATE TEMPORARY TABLE trial ON COMMIT DROP AS SELECT repeat('x', 1000) AS text FROM generate_series(1, 128)",
            connection, transaction);
        try
        {
            await fill.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Somebody may forbid temporary tables; then a row has to do.
        }

        await transaction.RollbackAsync(cancellation);
    }

    private static async Task<StoreAttempt> TryStoreAsync(
        NpgsqlConnection connection, InteractionRows rows, long revision, bool isSpread, CancellationToken cancellation)
    {
        // All of it in one round trip: what forbids the commit is an error, after which the server passes over all that follows. One round
        // trip is one transaction by itself on one server and, without being told, not on several.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ShareBaselines));
        var sameRevision = new NpgsqlBatchCommand(FailUnlessRevision)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = revision } },
        };
        batch.BatchCommands.Add(sameRevision);
        InsertNewInteractions.AddTo(batch, rows.Interactions, isSpread);
        InsertTexts.AddTo(batch, rows.Texts, isSpread);
        InsertCauses.AddTo(batch, rows.Causes, isSpread);
        InsertStandOuts.AddTo(batch, rows.StandOuts, isSpread);
        InsertNewTickets.AddTo(batch, rows.Tickets, isSpread);
        InsertQueued.AddTo(batch, rows.Queued(), isSpread);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return StoreAttempt.Stored;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DivisionByZero && e.BatchCommand == sameRevision)
        {
            return StoreAttempt.MasterDataChanged;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DivisionByZero or PostgresErrorCodes.UniqueViolation)
        {
            return StoreAttempt.KeyTaken;
        }
    }

    public void Dispose() => writers.Dispose();

    public Task<bool> TryLockRollupsAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation) =>
        new PostgresRollupStore().TryLockAsync(db, patience, cancellation);

    public Task QueueAsync(IServiceTrackerDb db, IReadOnlyList<RollupQueueEntry> entries, CancellationToken cancellation) =>
        ExecuteAsync(db, InsertQueued, entries, cancellation);

    public Task LockBaselinesAsync(IServiceTrackerDb db, bool toPublish, CancellationToken cancellation) =>
        db.Database.ExecuteSqlRawAsync(toPublish ? HoldBaselines : ShareBaselines, cancellation);

    public void AllowMinutes(IServiceTrackerDb db) => db.Database.SetCommandTimeout(PostgresDb.LongWork);

    public async Task<IReadOnlyList<AwayServer>> FindAwayAsync(IReadOnlyList<int> siteIds, CancellationToken cancellation)
    {
        if (writers.IsKnownWhole) return [];
        await using var connection = await writers.OpenAsync(cancellation);
        return writers.IsSpread ? await Spread.FindAwayAsync(connection, siteIds, cancellation) : [];
    }

    public StoreTrouble TroubleOf(Exception exception) => StoreFailure.Of(exception);

    public async Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        if (interactions.Count >= WorthCopying && await TryCopyAsync(db, interactions, cancellation))
            return interactions.Select(i => (i.SiteId, i.Id)).ToHashSet();
        return await InsertedAsync(db, InsertInteractions, interactions, cancellation);
    }

    public Task<IReadOnlySet<(int SiteId, Guid InteractionId)>> UseTicketsAsync(
        IServiceTrackerDb db, IReadOnlyList<UsedTicket> tickets, CancellationToken cancellation) =>
        InsertedAsync(db, InsertTickets, tickets, cancellation);

    private async Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertedAsync<T>(
        IServiceTrackerDb db, PostgresInsert<T> insert, IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        var inserted = new HashSet<(int, Guid)>(rows.Count);
        foreach (var (sql, parameters) in insert.Statements(rows, IsSpread))
        {
            await using var command = Command(db, sql, parameters);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) inserted.Add((reader.GetInt32(0), reader.GetGuid(1)));
        }

        return inserted;
    }

    public async Task InsertBesideAsync(IServiceTrackerDb db, InteractionRows rows, CancellationToken cancellation)
    {
        await ExecuteAsync(db, InsertTexts, rows.Texts, cancellation);
        await ExecuteAsync(db, InsertCauses, rows.Causes, cancellation);
        await ExecuteAsync(db, InsertStandOuts, rows.StandOuts, cancellation);
    }

    private async Task ExecuteAsync<T>(
        IServiceTrackerDb db, PostgresInsert<T> insert, IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        foreach (var (sql, parameters) in insert.Statements(rows, IsSpread))
        {
            await using var command = Command(db, sql, parameters);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    // COPY is the fastest way in, but knows no "unless it is there": then everything is taken back and the statement that does know is
    // used.
    private static async Task<bool> TryCopyAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(BeforeCopy, cancellation);
        try
        {
            await using (var importer = await ((NpgsqlConnection)db.Database.GetDbConnection())
                .BeginBinaryImportAsync(CopyInteractions, cancellation))
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

    private static NpgsqlCommand Command(IServiceTrackerDb db, string sql, NpgsqlParameter[] parameters)
    {
        var transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), transaction);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
