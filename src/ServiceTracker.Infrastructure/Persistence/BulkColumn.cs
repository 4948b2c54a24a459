using Npgsql;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using SQLitePCL;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>One column of a table that is filled in bulk.</summary>
/// <typeparam name="TRow">The row's type.</typeparam>
internal abstract class BulkColumn<TRow>(string name)
{
    public string Name => name;

    /// <summary>The value of one row as a parameter takes it.</summary>
    public abstract object Value(TRow row);

    /// <summary>The value of one row as a parameter of PostgreSQL, whose type is that of the column even where there is no value.</summary>
    public abstract NpgsqlParameter Parameter(TRow row);

    /// <summary>The values of many rows as one array.</summary>
    public abstract NpgsqlParameter Parameter(IReadOnlyList<TRow> rows);

    /// <summary>Binds the value of one row to a place, from 1, of a statement of SQLite.</summary>
    public abstract void Bind(sqlite3_stmt statement, int place, TRow row);
}

/// <inheritdoc />
internal sealed class BulkColumn<TRow, TValue>(string name, Func<TRow, TValue> value) : BulkColumn<TRow>(name)
{
    public override object Value(TRow row) => value(row) is { } v ? v : DBNull.Value;

    public override NpgsqlParameter Parameter(TRow row) => new NpgsqlParameter<TValue> { TypedValue = value(row) };

    public override NpgsqlParameter Parameter(IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values };
    }

    public override void Bind(sqlite3_stmt statement, int place, TRow row) => SqliteValue.Bind(statement, place, value(row));
}
