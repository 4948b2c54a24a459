using System.Globalization;
using System.Text;
using SQLitePCL;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>Binds values to statements in the forms in which Microsoft.Data.Sqlite, and with it EF Core, stores and reads them.</summary>
internal static class SqliteValue
{
    /// <summary>Binds a value to a place.</summary>
    /// <param name="statement">A prepared statement that is not being stepped.</param>
    /// <param name="place">From 1.</param>
    /// <param name="value">A whole number, a truth value, an id, a moment, a date, text, bytes, or null.</param>
    /// <exception cref="NotSupportedException">It is of another type.</exception>
    public static void Bind<T>(sqlite3_stmt statement, int place, T value)
    {
        switch (value)
        {
            case null: raw.sqlite3_bind_null(statement, place); break;
            case int number: raw.sqlite3_bind_int64(statement, place, number); break;
            case short number: raw.sqlite3_bind_int64(statement, place, number); break;
            case long number: raw.sqlite3_bind_int64(statement, place, number); break;
            case bool truth: raw.sqlite3_bind_int64(statement, place, truth ? 1 : 0); break;
            case Guid id: Bind(statement, place, id); break;
            case DateTime moment: Bind(statement, place, moment, "yyyy-MM-dd HH:mm:ss.FFFFFFF"); break;
            case DateOnly date: Bind(statement, place, date, "yyyy-MM-dd"); break;
            case string text: raw.sqlite3_bind_text(statement, place, text); break;
            case byte[] bytes: raw.sqlite3_bind_blob(statement, place, bytes); break;
            default: throw new NotSupportedException($"{typeof(T)} has no form in SQLite here.");
        }
    }

    private static void Bind(sqlite3_stmt statement, int place, Guid id)
    {
        Span<byte> text = stackalloc byte[36];
        id.TryFormat(text, out _);
        Ascii.ToUpperInPlace(text, out _);
        raw.sqlite3_bind_text(statement, place, text);
    }

    private static void Bind<T>(sqlite3_stmt statement, int place, T value, string format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        raw.sqlite3_bind_text(statement, place, text[..length]);
    }
}
