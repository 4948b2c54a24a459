using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using EFCore.NamingConventions.Internal;
using ServiceTracker.Infrastructure.Persistence.Mapping;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>Makes columns of the properties of an entity, as the mapping does. A test compares the two.</summary>
internal static class BulkColumns
{
    private static readonly SnakeCaseNameRewriter Names = new(CultureInfo.InvariantCulture);

    private static readonly MethodInfo Make = typeof(BulkColumns).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>A column for each property that can be set; enumerations are stored as small numbers.</summary>
    /// <param name="but">Names of those that are not stored as they are.</param>
    public static IEnumerable<BulkColumn<TRow>> OfProperties<TRow>(params string[] but) =>
        typeof(TRow).GetProperties().Where(p => p.CanWrite && !but.Contains(p.Name))
            .Select(p => (BulkColumn<TRow>)Make
                .MakeGenericMethod(typeof(TRow), StoredAs(p.PropertyType)).Invoke(null, [p])!);

    private static Type StoredAs(Type type) =>
        type.IsEnum ? typeof(short) : Nullable.GetUnderlyingType(type)?.IsEnum == true ? typeof(short?) : type;

    private static BulkColumn<TRow> Of<TRow, TValue>(PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(TRow));
        Expression value = Expression.Property(row, property);
        if (property.PropertyType != typeof(TValue)) value = Expression.Convert(value, typeof(TValue));
        var name = OlderNames.Columns.GetValueOrDefault(property.Name) ?? Names.RewriteName(property.Name);
        return new BulkColumn<TRow, TValue>(name, Expression.Lambda<Func<TRow, TValue>>(value, row).Compile());
    }
}
