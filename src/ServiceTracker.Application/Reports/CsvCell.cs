using ServiceTracker.Domain;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Application.Reports;

/// <summary>How a cell is written.</summary>
internal enum CsvCellKind : byte
{
    Text,
    Word,
    Number,
    Date,
    Id,
    Rate,
    Score,
    Measure,
    Utc,
    Local,
}

/// <summary>
/// One cell of a CSV file: a value, which becomes text only where it is written. Text that a spreadsheet would run as a formula is guarded
/// with a leading apostrophe; numbers are never touched.
/// </summary>
public readonly record struct CsvCell
{
    private CsvCell(CsvCellKind kind, string? text, long number = 0, Guid id = default) =>
        (Kind, Text, Number, Id) = (kind, text, number, id);

    internal CsvCellKind Kind { get; }

    /// <summary>The text; null writes nothing where the kind is one of text.</summary>
    internal string? Text { get; }

    /// <summary>The number, the day's number, the ticks of an instant, or the bits of a number with a fraction.</summary>
    internal long Number { get; }

    internal Guid Id { get; }

    public static implicit operator CsvCell(string? text) => new(CsvCellKind.Text, text);
    public static implicit operator CsvCell(long number) => new(CsvCellKind.Number, null, number);
    public static implicit operator CsvCell(long? number) => number is { } n ? n : Empty;
    public static implicit operator CsvCell(bool value) => new(CsvCellKind.Word, value ? "true" : "false");
    public static implicit operator CsvCell(DateOnly date) => new(CsvCellKind.Date, null, date.DayNumber);
    public static implicit operator CsvCell(Guid id) => new(CsvCellKind.Id, null, 0, id);

    /// <summary>Nothing.</summary>
    public static CsvCell Empty => default;

    /// <summary>A rate, mean or spread with 4 decimals, half away from zero.</summary>
    public static CsvCell Of(double? value) => OfBits(CsvCellKind.Rate, value);

    /// <summary>A score with 2 decimals.</summary>
    /// <param name="score">With no more than 2 decimals.</param>
    public static CsvCell OfScore(decimal? score) => score is { } s ? new CsvCell(CsvCellKind.Score, null, (long)(100 * s)) : Empty;

    /// <summary>A measured value as it was sent.</summary>
    public static CsvCell OfMeasure(double? value) => OfBits(CsvCellKind.Measure, value);

    /// <summary>An instant in UTC.</summary>
    public static CsvCell OfUtc(DateTime utc) => new(CsvCellKind.Utc, null, utc.Ticks);

    /// <summary>A local civil time, without an offset.</summary>
    public static CsvCell OfLocal(DateTime local) => new(CsvCellKind.Local, null, local.Ticks);

    /// <summary>A number as a file has it already.</summary>
    internal static CsvCell OfWritten(string number) => new(CsvCellKind.Word, number);

    /// <summary>The name of an enumeration's member.</summary>
    public static CsvCell OfName<T>(T value)
        where T : struct, Enum => new(CsvCellKind.Word, SnakeCase<T>.Text(value));

    /// <summary>The class of a unit.</summary>
    public static CsvCell Of(ConsistencyClass value) => OfName(value);

    private static CsvCell OfBits(CsvCellKind kind, double? value) =>
        value is { } v ? new CsvCell(kind, null, BitConverter.DoubleToInt64Bits(v)) : Empty;
}
