using Microsoft.Data.Sqlite;
using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>One prepared INSERT for each request, on SQLite with a write-ahead log and <c>synchronous=FULL</c>.</summary>
internal class SqliteFloor : IFloorStore
{
    private const string CreateTable = """
        PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA cache_size = -65536;
        CREATE TABLE IF NOT EXISTS floor (
          id integer PRIMARY KEY, site_id int NOT NULL, staff_id int NOT NULL, channel_id int NOT NULL, occurred_at int NOT NULL,
            business_day int NOT NULL,
          met int NOT NULL, na int NOT NULL, n_met int NOT NULL, n_app int NOT NULL, note text);
        CREATE INDEX IF NOT EXISTS floor_staff ON floor (staff_id, business_day);
        """;

    private const string InsertRow = """
        INSERT INTO floor (site_id, staff_id, channel_id, occurred_at, business_day, met, na, n_met, n_app, note)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
        """;

    private readonly SqliteCommand insert;

    protected SqliteFloor(string connection)
    {
        Connection = new SqliteConnection(connection);
        Connection.Open();
        using var create = Connection.CreateCommand();
        create.CommandText = CreateTable;
        create.ExecuteNonQuery();
        insert = Connection.CreateCommand();
        insert.CommandText = InsertRow;
        for (var i = 0; i < 10; i++) insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
    }

    /// <summary>Held by whoever uses the connection.</summary>
    protected Lock Gate { get; } = new();

    protected SqliteConnection Connection { get; }

    public static SqliteFloor Open(string connection) => new(connection);

    public virtual ValueTask<long> InsertAsync(Sample row)
    {
        lock (Gate) return ValueTask.FromResult(Insert(row, null));
    }

    public Task InsertAsync(Sample[] rows)
    {
        lock (Gate)
        {
            using var transaction = Connection.BeginTransaction();
            foreach (var row in rows) Insert(row, transaction);
            transaction.Commit();
        }

        return Task.CompletedTask;
    }

    public async Task<int> ImportAsync(TextReader csv)
    {
        await using var transaction = Connection.BeginTransaction();
        var rows = 0;
        await foreach (var row in FloorCsv.ReadAsync(csv))
        {
            Insert(row, transaction);
            rows++;
        }

        await transaction.CommitAsync();
        return rows;
    }

    /// <summary>Stores a row and answers its id.</summary>
    protected long Insert(Sample row, SqliteTransaction? transaction)
    {
        insert.Transaction = transaction;
        object[] values =
        [
            row.Site, row.Staff, row.Channel, new DateTimeOffset(row.OccurredAt).ToUnixTimeMilliseconds(),
            DateOnly.FromDateTime(row.OccurredAt).DayNumber,
            row.Met, row.NotApplicable, (int)row.MetCount, (int)row.ApplicableCount, (object?)row.Note ?? DBNull.Value,
        ];
        for (var i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i];
        return (long)insert.ExecuteScalar()!;
    }
}
