using Npgsql;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>
/// Inserts any number of rows with one statement: each column travels as one array. The few rows that come together at a quiet counter
/// travel as they are, which spares the server half of the work. Shown by the benchmark <c>write</c>.
/// </summary>
/// <param name="table">Name of the table.</param>
/// <param name="columns">Its columns.</param>
/// <param name="end">What follows the rows in the statement.</param>
internal sealed class PostgresInsert<TRow>(string table, BulkColumn<TRow>[] columns, string end = "")
{
    private readonly PostgresColumn<TRow>[] filled = PostgresColumn<TRow>.Of(columns);

    // Of more rows than this the parameters cost the sender what arrays cost the server.
    private const int MostOfFew = 4;

    // On a spread store a row goes to its server when it is read in the statement itself; from arrays it goes by way of all of them, at
    // fifty times the cost. A statement may have 65,535 parameters.
    private const int MostOfSpread = 100;

    // By the number of rows less one.
    private readonly string[] few = [.. Enumerable.Range(1, MostOfFew).Select(rows => OfValues(table, columns, end, rows))];

    private readonly string many =
        $"INSERT INTO {table} ({Names(columns)}) SELECT {string.Join(", ", columns.Select(c => Stored(c, $"r.\"{c.Name}\"")))} "
        + $"FROM {PostgresArrays.Rows(columns.Select(c => c.Name))}{end}";

    /// <summary>The statements that insert the rows, in their order, with their parameters.</summary>
    /// <param name="rows">Any number.</param>
    /// <param name="isSpread">Whether the table is spread over several servers.</param>
    public IEnumerable<(string Sql, NpgsqlParameter[] Parameters)> Statements(IReadOnlyList<TRow> rows, bool isSpread)
    {
        if (rows.Count == 0) return [];
        if (rows.Count <= MostOfFew) return [(few[rows.Count - 1], Values(rows))];
        return isSpread
            ? rows.Chunk(MostOfSpread).Select(some => (OfValues(table, columns, end, some.Length), Values(some)))
            : [(many, [.. filled.Select(c => c.Parameter(rows))])];
    }

    /// <summary>Adds the statements to a batch.</summary>
    public void AddTo(NpgsqlBatch batch, IReadOnlyList<TRow> rows, bool isSpread)
    {
        foreach (var (sql, parameters) in Statements(rows, isSpread))
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var parameter in parameters) command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
        }
    }

    private NpgsqlParameter[] Values(IReadOnlyList<TRow> rows) => [.. rows.SelectMany(row => filled.Select(c => c.Parameter(row)))];

    private static string OfValues(string table, BulkColumn<TRow>[] columns, string end, int rows) =>
        $"INSERT INTO {table} ({Names(columns)}) VALUES " +
        $"{string.Join(", ", Enumerable.Range(0, rows).Select(row => Values(columns, row)))}{end}";

    private static string Names(BulkColumn<TRow>[] columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));

    private static string Values(BulkColumn<TRow>[] columns, int row) =>
        $"({string.Join(", ", columns.Select((c, i) => Stored(c, $"${(row * columns.Length) + i + 1}")))})";

    private static string Stored(BulkColumn<TRow> column, string value) =>
        column.Name == BulkTables.MeasuresColumn ? $"('{{' || {value} || '}}')::double precision[]" : value;
}
