using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>
/// Inserts rows one by one with one prepared statement: in one process that is as fast as any batch. Values are bound by their place,
/// straight to SQLite's own interface: the driver looks each of 36 parameters up by its name, among all others, for every row.
/// Shown by the benchmarks <c>write</c> and <c>import</c>.
/// </summary>
/// <param name="table">Name of the table.</param>
/// <param name="columns">Its columns.</param>
/// <param name="end">What follows the row in the statement.</param>
internal sealed class SqliteInsert<TRow>(string table, BulkColumn<TRow>[] columns, string end = "")
{
    private readonly SqliteColumn<TRow>[] filled = SqliteColumn<TRow>.Of(columns);

    private readonly string sql =
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES " +
        $"({string.Join(", ", columns.Select(Stored))}){end}";

    /// <summary>Prepares the statement on an open connection, whose transaction it takes part in.</summary>
    public Prepared Prepare(SqliteConnection connection)
    {
        var database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        return new Prepared(database, statement, filled);
    }

    private static string Stored(BulkColumn<TRow> column) => column.Name == BulkTables.MeasuresColumn ? "'[' || ? || ']'" : "?";

    /// <summary>The statement on one connection, to be used by one thread at a time.</summary>
    internal sealed class Prepared(sqlite3 database, sqlite3_stmt statement, SqliteColumn<TRow>[] columns) : IDisposable
    {
        /// <summary>Inserts one row.</summary>
        /// <returns>Whether it was inserted.</returns>
        /// <exception cref="SqliteException">A constraint forbids it, or the disk is full.</exception>
        public bool Execute(TRow row)
        {
            for (var i = 0; i < columns.Length; i++) columns[i].Bind(statement, i + 1, row);
            var result = raw.sqlite3_step(statement);
            raw.sqlite3_reset(statement);
            SqliteException.ThrowExceptionForRC(result, database);
            return raw.sqlite3_changes(database) > 0;
        }

        public void Dispose() => statement.Dispose();
    }
}
