using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence.Sqlite;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>
/// Prepared statements, once for each row; see <see cref="SqliteInsert{TRow}"/>. SQLite works in the calling thread, whatever a method is
/// called; there is nothing to wait for asynchronously. Shown by the benchmarks <c>write</c> and <c>import</c>.
/// </summary>
internal sealed class SqliteInteractionStore(StoreSettings settings) : IInteractionStore, IDisposable
{
    private const int Constraint = 19;

    private static readonly SqliteInsert<Interaction> InsertNewInteractions = new("interaction", BulkTables.Interaction),
        InsertInteractions = new("interaction", BulkTables.Interaction, " ON CONFLICT DO NOTHING");

    private static readonly SqliteInsert<InteractionText> InsertTexts = new("interaction_text", BulkTables.InteractionText);
    private static readonly SqliteInsert<MissCause> InsertCauses = new("miss_cause", BulkTables.MissCause);
    private static readonly SqliteInsert<StandOut> InsertStandOuts = new("stand_out", BulkTables.StandOut);
    private static readonly SqliteInsert<UsedTicket> InsertNewTickets = new("used_ticket", BulkTables.UsedTicket),
        InsertTickets = new("used_ticket", BulkTables.UsedTicket, " ON CONFLICT DO NOTHING");

    private static readonly SqliteInsert<RollupQueueEntry> InsertQueued = new("rollup_queue", BulkTables.RollupQueue);

    private readonly Lock writing = new();
    private Writer? writer;

    public bool IsSpread => false;

    public Task<StoreAttempt> TryStoreAsync(InteractionRows rows, long revision, CancellationToken cancellation) =>
        Task.FromResult(Write(w => w.TryStore(rows, revision)));

    public Task TryWritingAsync(CancellationToken cancellation)
    {
        TryRoom();
        Write(w => w.TryWriting());
        return Task.CompletedTask;
    }

    // The log of writes may have room for a page when it has none for an entry with its indexes. Of what is taken back, all that a
    // connection may not keep in memory was written to the log before.
    private void TryRoom()
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(SqlitePatience.Limit(settings.ConnectionString)) { Pooling = false }.ConnectionString);
        connection.Open();
        SqlitePatience.Have(connection, SqlitePatience.OfWriter);
        using var fill = connection.CreateCommand();
        fill.CommandText =
            "PRAGMA cache_size = 8; BEGIN IMMEDIATE; CREATE TABLE trial (bytes BLOB); INSERT INTO trial VALUES (zeroblob(131072)); " +
            "ROLLBACK";
        fill.ExecuteNonQuery();
    }

    private T Write<T>(Func<Writer, T> write)
    {
        lock (writing)
        {
            writer ??= new Writer(settings.ConnectionString);
            try
            {
                return write(writer);
            }
            catch
            {
                // Whatever state it is in, the next attempt begins with a new one.
                writer.Dispose();
                writer = null;
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (writing) writer?.Dispose();
    }

    // A transaction that writes is the only one anyway.
    public Task<bool> TryLockRollupsAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation) => Task.FromResult(true);

    public Task QueueAsync(IServiceTrackerDb db, IReadOnlyList<RollupQueueEntry> entries, CancellationToken cancellation)
    {
        Execute(db, InsertQueued, entries, null, cancellation);
        return Task.CompletedTask;
    }

    // A transaction that writes is the only one anyway.
    public Task LockBaselinesAsync(IServiceTrackerDb db, bool toPublish, CancellationToken cancellation) => Task.CompletedTask;

    // Nothing ends a question of its own file; whoever waits to write is served in seconds or told that it is busy.
    public void AllowMinutes(IServiceTrackerDb db)
    {
    }

    public Task<IReadOnlyList<AwayServer>> FindAwayAsync(IReadOnlyList<int> siteIds, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<AwayServer>>([]);

    public StoreTrouble TroubleOf(Exception exception) => StoreFailure.Of(exception);

    public Task<IReadOnlySet<(int SiteId, Guid InteractionId)>> UseTicketsAsync(
        IServiceTrackerDb db, IReadOnlyList<UsedTicket> tickets, CancellationToken cancellation)
    {
        var used = new HashSet<(int, Guid)>(tickets.Count);
        Execute(db, InsertTickets, tickets, t => used.Add((t.SiteId, t.InteractionId)), cancellation);
        return Task.FromResult<IReadOnlySet<(int, Guid)>>(used);
    }

    public Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        var inserted = new HashSet<(int, Guid)>(interactions.Count);
        Execute(db, InsertInteractions, interactions, i => inserted.Add((i.SiteId, i.Id)), cancellation);
        return Task.FromResult<IReadOnlySet<(int, Guid)>>(inserted);
    }

    public Task InsertBesideAsync(IServiceTrackerDb db, InteractionRows rows, CancellationToken cancellation)
    {
        Execute(db, InsertTexts, rows.Texts, null, cancellation);
        Execute(db, InsertCauses, rows.Causes, null, cancellation);
        Execute(db, InsertStandOuts, rows.StandOuts, null, cancellation);
        return Task.CompletedTask;
    }

    private static void Execute<TRow>(
        IServiceTrackerDb db, SqliteInsert<TRow> insert, IReadOnlyList<TRow> rows, Action<TRow>? inserted, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        using var prepared = insert.Prepare((SqliteConnection)db.Database.GetDbConnection());
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            if (prepared.Execute(row)) inserted?.Invoke(row);
        }
    }

    /// <summary>A connection with its statements, kept from one transaction to the next: preparing them costs more than storing a
    /// row.</summary>
    private sealed class Writer : IDisposable
    {
        private readonly SqliteConnection connection;
        private readonly SqliteCommand begin, commit, rollback, askRevision;
        private readonly SqliteInsert<Interaction>.Prepared interactions;
        private readonly SqliteInsert<InteractionText>.Prepared texts;
        private readonly SqliteInsert<MissCause>.Prepared causes;
        private readonly SqliteInsert<StandOut>.Prepared standOuts;
        private readonly SqliteInsert<UsedTicket>.Prepared tickets;
        private readonly SqliteInsert<RollupQueueEntry>.Prepared queue;

        public Writer(string connectionString)
        {
            connection = new SqliteConnection(SqlitePatience.Limit(connectionString));
            connection.Open();
            SqlitePatience.Have(connection, SqlitePatience.OfWriter);
            begin = Prepared("BEGIN IMMEDIATE");
            commit = Prepared("COMMIT");
            rollback = Prepared("ROLLBACK");
            askRevision = Prepared("SELECT revision FROM master_data_stamp");
            interactions = InsertNewInteractions.Prepare(connection);
            texts = InsertTexts.Prepare(connection);
            causes = InsertCauses.Prepare(connection);
            standOuts = InsertStandOuts.Prepare(connection);
            tickets = InsertNewTickets.Prepare(connection);
            queue = InsertQueued.Prepare(connection);
        }

        public StoreAttempt TryStore(InteractionRows rows, long revision)
        {
            begin.ExecuteNonQuery();
            if ((long)askRevision.ExecuteScalar()! != revision) return NotStored(StoreAttempt.MasterDataChanged);
            try
            {
                foreach (var interaction in rows.Interactions) interactions.Execute(interaction);
                foreach (var text in rows.Texts) texts.Execute(text);
                foreach (var cause in rows.Causes) causes.Execute(cause);
                foreach (var standOut in rows.StandOuts) standOuts.Execute(standOut);
                foreach (var ticket in rows.Tickets) tickets.Execute(ticket);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Constraint)
            {
                return NotStored(StoreAttempt.KeyTaken);
            }

            foreach (var entry in rows.Queued()) queue.Execute(entry);
            commit.ExecuteNonQuery();
            return StoreAttempt.Stored;
        }

        // The same value again is written to the log like any other.
        public bool TryWriting()
        {
            using var touch = connection.CreateCommand();
            touch.CommandText = "UPDATE master_data_stamp SET revision = revision";
            return touch.ExecuteNonQuery() > 0;
        }

        public void Dispose()
        {
            foreach (var part in new IDisposable[] { begin,
                commit, rollback, askRevision, interactions, texts, causes, standOuts, tickets, queue, connection }) part.Dispose();
        }

        private StoreAttempt NotStored(StoreAttempt why)
        {
            rollback.ExecuteNonQuery();
            return why;
        }

        private SqliteCommand Prepared(string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Prepare();
            return command;
        }
    }
}
