using System.Globalization;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Consistency;

namespace ServiceTracker.Application.Reports;

/// <summary>
/// One cell of a CSV file. Text that a spreadsheet would run as a formula is guarded with a leading apostrophe; numbers are never touched.
/// </summary>
public readonly record struct CsvCell
{
    private CsvCell(string text) => Text = text;

    /// <summary>The cell before quoting.</summary>
    public string Text { get => field ?? ""; }

    public static implicit operator CsvCell(string? text) => new(text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "");
    public static implicit operator CsvCell(long number) => new(number.ToString(CultureInfo.InvariantCulture));
    public static implicit operator CsvCell(long? number) => number is { } n ? n : Empty;
    public static implicit operator CsvCell(bool value) => new(value ? "true" : "false");
    public static implicit operator CsvCell(DateOnly date) => new(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    public static implicit operator CsvCell(Guid id) => new(id.ToString());

    /// <summary>Nothing.</summary>
    public static CsvCell Empty => new("");

    /// <summary>A rate, mean or spread with 4 decimals, half away from zero.</summary>
    public static CsvCell Of(double? value)
    {
        if (value is not { } v) return Empty;
        // Through decimal, so that 0.00005 is a half and not what binary makes of it.
        var rounded = Math.Abs(v) < 1e14 ? Math.Round((decimal)v, 4, MidpointRounding.AwayFromZero) : (decimal)v;
        return new CsvCell(rounded.ToString("0.0000", CultureInfo.InvariantCulture));
    }

    /// <summary>A score with 2 decimals.</summary>
    public static CsvCell OfScore(decimal? score) => score is { } s ? new CsvCell(s.ToString("0.00", CultureInfo.InvariantCulture)) : Empty;

    /// <summary>A measured value as it was sent.</summary>
    public static CsvCell OfMeasure(double? value) => value is { } v ? new CsvCell(v.ToString("R", CultureInfo.InvariantCulture)) : Empty;

    /// <summary>An instant in UTC.</summary>
    public static CsvCell OfUtc(DateTime utc) => new(utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));

    /// <summary>A local civil time, without an offset.</summary>
    public static CsvCell OfLocal(DateTime local) => new(local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));

    /// <summary>The name of an enumeration's member.</summary>
    public static CsvCell OfName<T>(T value)
        where T : struct, Enum => new(SnakeCase<T>.Text(value));

    /// <summary>The class of a unit.</summary>
    public static CsvCell Of(ConsistencyClass value) => OfName(value);
}

/// <summary>One column of a file: its name, and the cell it makes of a row.</summary>
public sealed record CsvColumn<TRow>(string Name, Func<TRow, CsvCell> Cell);
