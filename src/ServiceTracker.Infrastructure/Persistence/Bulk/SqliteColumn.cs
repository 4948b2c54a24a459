using SQLitePCL;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>A column as a prepared statement of SQLite fills it.</summary>
/// <typeparam name="TRow">The row's type.</typeparam>
internal abstract class SqliteColumn<TRow>
{
    public static SqliteColumn<TRow>[] Of(IEnumerable<BulkColumn<TRow>> columns) => [.. columns.Select(c => c.As(new Form()))];

    /// <summary>Binds the value of one row to a place, from 1, of a statement that is not being stepped.</summary>
    public abstract void Bind(sqlite3_stmt statement, int place, TRow row);

    private readonly struct Form : IBulkColumnForm<TRow, SqliteColumn<TRow>>
    {
        public SqliteColumn<TRow> Of<TValue>(string name, Func<TRow, TValue> value) => new Typed<TValue>(value);
    }

    private sealed class Typed<TValue>(Func<TRow, TValue> value) : SqliteColumn<TRow>
    {
        public override void Bind(sqlite3_stmt statement, int place, TRow row) => SqliteValue.Bind(statement, place, value(row));
    }
}
