using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// A table as the model of one provider maps it: its columns by name, and how a row of a data reader becomes the values that the program
/// works with. So rows of both stores can be compared, and a row of one can be written to the other.
/// </summary>
internal sealed class MappedTable
{
    private readonly RelationalTypeMapping[] mappings;
    private readonly Func<DbDataReader, object?>[] readers;

    private MappedTable(IEntityType entity)
    {
        Name = entity.GetTableName()!;
        var properties = entity.GetProperties().OrderBy(p => p.GetColumnName(), StringComparer.Ordinal).ToArray();
        Columns = Array.ConvertAll(properties, p => p.GetColumnName());
        mappings = Array.ConvertAll(properties, p => p.GetRelationalTypeMapping());
        readers = [.. mappings.Select((mapping, ordinal) => Reader(mapping, ordinal))];
    }

    public string Name { get; }

    /// <summary>Names in ordinal order: the same for every provider.</summary>
    public string[] Columns { get; }

    /// <summary>Reads every column of every row, in the order of <see cref="Columns"/>.</summary>
    public string SelectAll => $"SELECT {ColumnList} FROM {Quoted(Name)}";

    /// <summary>The columns as SQL names them.</summary>
    public string ColumnList => string.Join(", ", Columns.Select(Quoted));

    /// <summary>All tables of a model, each after the ones it refers to.</summary>
    public static IReadOnlyList<MappedTable> AllOf(IModel model)
    {
        var waiting = model.GetEntityTypes().Where(e => e.GetTableName() is not null)
            .OrderBy(e => e.GetTableName(), StringComparer.Ordinal).ToList();
        var placed = new List<IEntityType>(waiting.Count);
        while (waiting.Count > 0)
        {
            var ready = waiting.FindAll(e =>
                e.GetForeignKeys().All(k => k.PrincipalEntityType == e || placed.Contains(k.PrincipalEntityType)));
            if (ready.Count == 0)
                throw new InvalidOperationException(
                    $"Tables refer to each other in a circle: {string.Join(", ", waiting.Select(e => e.GetTableName()))}.");
            placed.AddRange(ready);
            waiting.RemoveAll(ready.Contains);
        }

        return [.. placed.Select(e => new MappedTable(e))];
    }

    /// <summary>A name as both stores quote it.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Takes the current row of a reader of <see cref="SelectAll"/>, cut to the precision that every store keeps.</summary>
    public void Read(DbDataReader reader, object?[] row)
    {
        for (var i = 0; i < readers.Length; i++) row[i] = Stored(readers[i](reader));
    }

    /// <summary>A value of a column as this provider's driver takes it.</summary>
    public object? ForDriver(int column, object? value) =>
        mappings[column].Converter is { } converter ? converter.ConvertToProvider(value) : value;

    /// <summary>The store's name for the type of a column, without a length.</summary>
    public string TypeOf(int column) =>
        mappings[column].StoreTypeNameBase is var name && mappings[column].StoreType.EndsWith("[]", StringComparison.Ordinal)
            && !name.EndsWith("[]", StringComparison.Ordinal)
        ? name + "[]" : name;

    // PostgreSQL keeps microseconds, SQLite what .NET has, ten times finer.
    private static object? Stored(object? value) => value switch
    {
        DateTime t => new DateTime(t.Ticks - t.Ticks % TimeSpan.TicksPerMicrosecond, t.Kind),
        DateTimeOffset t => new DateTimeOffset(t.UtcTicks - t.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
        TimeOnly t => new TimeOnly(t.Ticks - t.Ticks % TimeSpan.TicksPerMicrosecond),
        _ => value,
    };

    // What EF Core itself does with a column when it reads an entity, for one column.
    private static Func<DbDataReader, object?> Reader(RelationalTypeMapping mapping, int ordinal)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var method = mapping.GetDataReaderMethod();
        var source = method.DeclaringType!.IsAssignableFrom(typeof(DbDataReader))
            ? (Expression)reader : Expression.Convert(reader, method.DeclaringType!);
        var value = mapping.CustomizeDataReaderExpression(Expression.Call(source, method, Expression.Constant(ordinal)));
        if (mapping.Converter is { } converter)
        {
            if (value.Type != converter.ProviderClrType) value = Expression.Convert(value, converter.ProviderClrType);
            value = Expression.Invoke(converter.ConvertFromProviderExpression, value);
        }

        return Expression.Lambda<Func<DbDataReader, object?>>(
            Expression.Condition(
                Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, Expression.Constant(ordinal)),
                Expression.Constant(null, typeof(object)),
                Expression.Convert(value, typeof(object))),
            reader).Compile();
    }
}
