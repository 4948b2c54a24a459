using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ServiceTracker.Application.Reports;

/// <summary>Rows of a CSV file as UTF-8 bytes, made without a string for each cell. It grows to the longest row.</summary>
/// <param name="separator">Between cells.</param>
/// <param name="decimalComma">Numbers with a fraction are written with a comma instead of a point.</param>
internal sealed class CsvBuffer(char separator, bool decimalComma = false)
{
    // Longer than any cell that is not text: a rate can be a whole number of 29 digits.
    private const int LongestValue = 64;

    private readonly SearchValues<char> quoted = SearchValues.Create([separator, '"', '\r', '\n']);
    private byte[] bytes = new byte[1 << 14];

    /// <summary>How many bytes wait.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes that wait.</summary>
    public ReadOnlyMemory<byte> Waiting => bytes.AsMemory(0, Length);

    /// <summary>Forgets the bytes that waited: they are written.</summary>
    public void Clear() => Length = 0;

    /// <summary>The byte order mark.</summary>
    public void AddMark() => Add(Encoding.UTF8.Preamble);

    /// <summary>Between two cells.</summary>
    public void AddSeparator() => Add((byte)separator);

    /// <summary>Ends a row.</summary>
    public void AddEndOfRow() => Add("\r\n"u8);

    /// <summary>Adds a cell.</summary>
    public void Add(in CsvCell cell)
    {
        var room = Room(LongestValue);
        var written = 0;
        switch (cell.Kind)
        {
            case CsvCellKind.Text:
                if (!string.IsNullOrEmpty(cell.Text)) AddText(cell.Text);
                break;
            case CsvCellKind.Word:
                written = Encoding.UTF8.GetBytes(cell.Text, room);
                break;
            case CsvCellKind.Number:
                cell.Number.TryFormat(room, out written, default, CultureInfo.InvariantCulture);
                break;
            case CsvCellKind.Date:
                written = Date(room, DateOnly.FromDayNumber((int)cell.Number).ToDateTime(TimeOnly.MinValue));
                break;
            case CsvCellKind.Id:
                cell.Id.TryFormat(room, out written);
                break;
            case CsvCellKind.Rate:
                Rounded(BitConverter.Int64BitsToDouble(cell.Number)).TryFormat(room, out written, "0.0000", CultureInfo.InvariantCulture);
                break;
            case CsvCellKind.Score:
                written = Score(room, cell.Number);
                break;
            case CsvCellKind.Measure:
                BitConverter.Int64BitsToDouble(cell.Number).TryFormat(room, out written, "R", CultureInfo.InvariantCulture);
                break;
            case CsvCellKind.Utc:
                written = Instant(room, new DateTime(cell.Number));
                room[written++] = (byte)'Z';
                break;
            case CsvCellKind.Local:
                written = Instant(room, new DateTime(cell.Number));
                break;
            default:
                throw new UnreachableException();
        }

        if (decimalComma && cell.Kind is (CsvCellKind.Rate or CsvCellKind.Score or CsvCellKind.Measure))
            room[..written].Replace((byte)'.', (byte)',');
        Length += written;
    }

    // Through decimal, so that 0.00005 is a half and not what binary makes of it.
    private static decimal Rounded(double value) =>
        Math.Abs(value) < 1e14 ? Math.Round((decimal)value, 4, MidpointRounding.AwayFromZero) : (decimal)value;

    private static int Score(Span<byte> room, long hundredths)
    {
        (hundredths / 100).TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
        room[written] = (byte)'.';
        Digits(room[(written + 1)..], (int)(hundredths % 100), 2);
        return written + 3;
    }

    private static int Date(Span<byte> room, DateTime day)
    {
        var (year, month, date) = DateOnly.FromDateTime(day);
        Digits(room, year, 4);
        room[4] = room[7] = (byte)'-';
        Digits(room[5..], month, 2);
        Digits(room[8..], date, 2);
        return 10;
    }

    // ISO 8601, with as many digits of microseconds as say anything.
    private static int Instant(Span<byte> room, DateTime at)
    {
        var length = Date(room, at);
        room[length] = (byte)'T';
        Digits(room[11..], at.Hour, 2);
        Digits(room[14..], at.Minute, 2);
        Digits(room[17..], at.Second, 2);
        room[13] = room[16] = (byte)':';
        length = 19;
        var micros = (int)(at.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        if (micros == 0) return length;
        room[length] = (byte)'.';
        Digits(room[20..], micros, 6);
        return room[..26].TrimEnd((byte)'0').Length;
    }

    private static void Digits(Span<byte> room, int number, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, 10);
            room[i] = (byte)('0' + digit);
        }
    }

    private void AddText(string text)
    {
        var quote = text.AsSpan().ContainsAny(quoted);
        if (quote) Add((byte)'"');
        if (CsvGuard.Needs(text)) Add((byte)CsvGuard.Mark);
        if (quote) text = text.Replace("\"", "\"\"", StringComparison.Ordinal);
        Length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        if (quote) Add((byte)'"');
    }

    private void Add(byte one)
    {
        Room(1)[0] = one;
        Length++;
    }

    private void Add(ReadOnlySpan<byte> some)
    {
        some.CopyTo(Room(some.Length));
        Length += some.Length;
    }

    private Span<byte> Room(int size)
    {
        if (bytes.Length - Length < size) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + size));
        return bytes.AsSpan(Length);
    }
}
