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

    // By the number of rows less one.
    private readonly string[] few =
        [.. Enumerable.Range(1, MostOfFew)
            .Select(rows =>
                $"INSERT INTO {table} ({Names(columns)}) VALUES " +
                $"{string.Join(", ", Enumerable.Range(0, rows).Select(row => Values(columns, row)))}{end}")];

    private readonly string many =
        $"INSERT INTO {table} ({Names(columns)}) SELECT {string.Join(", ", columns.Select(c => Stored(c, $"r.\"{c.Name}\"")))} "
        + $"FROM {PostgresArrays.Rows(columns.Select(c => c.Name))}{end}";

    /// <summary>The statement for so many rows.</summary>
    public string Sql(IReadOnlyList<TRow> rows) => rows.Count <= MostOfFew ? few[rows.Count - 1] : many;

    /// <summary>Its parameters.</summary>
    public void AddParameters(NpgsqlParameterCollection parameters, IReadOnlyList<TRow> rows)
    {
        if (rows.Count > MostOfFew)
        {
            foreach (var column in filled) parameters.Add(column.Parameter(rows));
            return;
        }

        foreach (var row in rows)
        {
            foreach (var column in filled) parameters.Add(column.Parameter(row));
        }
    }

    /// <summary>Adds the statement to a batch, unless there is nothing to insert.</summary>
    public void AddTo(NpgsqlBatch batch, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0) return;
        var command = new NpgsqlBatchCommand(Sql(rows));
        AddParameters(command.Parameters, rows);
        batch.BatchCommands.Add(command);
    }

    private static string Names(BulkColumn<TRow>[] columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));

    private static string Values(BulkColumn<TRow>[] columns, int row) =>
        $"({string.Join(", ", columns.Select((c, i) => Stored(c, $"${(row * columns.Length) + i + 1}")))})";

    private static string Stored(BulkColumn<TRow> column, string value) =>
        column.Name == BulkTables.MeasuresColumn ? $"('{{' || {value} || '}}')::double precision[]" : value;
}
