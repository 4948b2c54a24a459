using Npgsql;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>
/// Inserts any number of rows with one statement: each column travels as one array and is unnested by the server. A single row, which is what
/// a quiet counter sends, travels as it is: thirty arrays of one element cost the server several times as much.
/// </summary>
/// <param name="table">Name of the table.</param>
/// <param name="columns">Its columns.</param>
/// <param name="end">What follows the rows in the statement.</param>
internal sealed class PostgresInsert<TRow>(string table, BulkColumn<TRow>[] columns, string end = "")
{
    private readonly string one =
        $"INSERT INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select((c, i) => Stored(c, $"${i + 1}")))}){end}";

    private readonly string many =
        $"INSERT INTO {table} ({Names(columns)}) SELECT {string.Join(", ", columns.Select(c => Stored(c, $"r.\"{c.Name}\"")))} "
        + $"FROM unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))}) AS r({Names(columns)}){end}";

    /// <summary>The statement for so many rows.</summary>
    public string Sql(IReadOnlyList<TRow> rows) => rows.Count == 1 ? one : many;

    /// <summary>Its parameters.</summary>
    public void AddParameters(NpgsqlParameterCollection parameters, IReadOnlyList<TRow> rows)
    {
        foreach (var column in columns) parameters.Add(rows.Count == 1 ? column.Parameter(rows[0]) : column.Parameter(rows));
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

    private static string Stored(BulkColumn<TRow> column, string value) =>
        column.Name == BulkTables.MeasuresColumn ? $"('{{' || {value} || '}}')::double precision[]" : value;
}
