namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>One column of a table that is filled in bulk, whichever store the table is in.</summary>
/// <typeparam name="TRow">The row's type.</typeparam>
internal abstract class BulkColumn<TRow>(string name)
{
    public string Name => name;

    /// <summary>The value of one row as a parameter takes it.</summary>
    public abstract object Value(TRow row);

    /// <summary>The same column as one store fills it.</summary>
    public abstract TColumn As<TColumn>(IBulkColumnForm<TRow, TColumn> form);
}

/// <inheritdoc />
internal sealed class BulkColumn<TRow, TValue>(string name, Func<TRow, TValue> value) : BulkColumn<TRow>(name)
{
    public override object Value(TRow row) => value(row) is { } v ? v : DBNull.Value;

    public override TColumn As<TColumn>(IBulkColumnForm<TRow, TColumn> form) => form.Of(Name, value);
}
