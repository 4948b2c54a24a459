using Npgsql;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>A column as parameters of PostgreSQL fill it, whose type is that of the column even where there is no value.</summary>
/// <typeparam name="TRow">The row's type.</typeparam>
internal abstract class PostgresColumn<TRow>(string name)
{
    public string Name => name;

    public static PostgresColumn<TRow>[] Of(IEnumerable<BulkColumn<TRow>> columns) => [.. columns.Select(c => c.As(new Form()))];

    /// <summary>The value of one row.</summary>
    public abstract NpgsqlParameter Parameter(TRow row);

    /// <summary>The values of many rows as one array.</summary>
    public abstract NpgsqlParameter Parameter(IReadOnlyList<TRow> rows);

    private readonly struct Form : IBulkColumnForm<TRow, PostgresColumn<TRow>>
    {
        public PostgresColumn<TRow> Of<TValue>(string name, Func<TRow, TValue> value) => new Typed<TValue>(name, value);
    }

    private sealed class Typed<TValue>(string name, Func<TRow, TValue> value) : PostgresColumn<TRow>(name)
    {
        public override NpgsqlParameter Parameter(TRow row) => new NpgsqlParameter<TValue> { TypedValue = value(row) };

        public override NpgsqlParameter Parameter(IReadOnlyList<TRow> rows)
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
            return new NpgsqlParameter<TValue[]> { TypedValue = values };
        }
    }
}
