using System.Text;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>What keeps a record from being read.</summary>
internal enum CsvFault
{
    None,

    /// <summary>A quotation mark where none may stand. Reading goes on at the next line.</summary>
    StrayQuote,

    /// <summary>A byte that is not UTF-8. Reading goes on after the record.</summary>
    Encoding,

    /// <summary>A cell opened by a quotation mark that nothing closes: where the next record begins is not known, and reading
    /// ends.</summary>
    Unclosed,

    /// <summary>A cell or record beyond the limits; reading ends.</summary>
    TooLong,
}

/// <summary>
/// Records of a CSV file (RFC 4180) in UTF-8, one after another, in memory that does not grow with the file. Every line belongs to a record
/// that is read or to a fault that names its line: a record that cannot be read does not take the ones behind it along.
/// </summary>
/// <param name="file">The bytes, after any byte order mark.</param>
/// <param name="separator">Between cells.</param>
/// <param name="firstLine">Number of the line at which the file stands.</param>
/// <param name="isUtf16">Whether it comes from UTF-16.</param>
internal sealed class CsvRecords(Stream file, byte separator, long firstLine, bool isUtf16)
{
    /// <summary>Longest cell, in bytes. Without a limit a file whose quotation mark is not closed would be read into memory
    /// whole.</summary>
    public const int MaxCell = 1 << 20;

    private const int MaxRecord = 4 * MaxCell;
    private const byte Quote = (byte)'"', Cr = (byte)'\r', Lf = (byte)'\n';

    private readonly byte[] marks = [separator, Quote, Cr, Lf];
    private readonly List<(int Start, int Length, bool Doubled)> places = [];
    private readonly List<string> cells = [];

    // It begins where the present record does.
    private readonly FileWindow window = new(file);
    private long next = firstLine;
    private ReadOnlyMemory<byte> raw;

    /// <summary>Line on which the record begins.</summary>
    public long Line { get; private set; }

    /// <summary>What is wrong with it.</summary>
    public CsvFault Fault { get; private set; }

    /// <summary>Line on which the fault stands.</summary>
    public long FaultLine { get; private set; }

    /// <summary>Whether the file is UTF-16.</summary>
    public bool IsUtf16 => isUtf16;

    /// <summary>Whether a block of NULs stands in what is too long.</summary>
    public bool HasNuls => window.From(0).IndexOf("\0\0\0\0"u8) >= 0;

    /// <summary>Its cells, until the next one is read; of a faulty one nothing.</summary>
    public IReadOnlyList<string> Cells => cells;

    /// <summary>Its bytes without the end of its last line, until the next one is read; of one that ends reading nothing.</summary>
    public ReadOnlySpan<byte> Raw => raw.Span;

    /// <summary>The bytes of its first cells; of all of them where it has no more.</summary>
    public ReadOnlySpan<byte> RawOf(int first)
    {
        if (first >= places.Count) return Raw;
        // Behind the separator, and behind the mark that opens a quoted cell.
        var begin = places[first].Start;
        return Raw[..(begin - (Raw[begin - 1] == Quote ? 2 : 1))];
    }

    /// <summary>Reads the next record that is not a blank line.</summary>
    /// <returns>Whether there was one, or a fault. After <see cref="CsvFault.Unclosed"/> and <see cref="CsvFault.TooLong"/> there is
    /// none.</returns>
    public bool Read()
    {
        if (Fault is CsvFault.Unclosed or CsvFault.TooLong) return false;
        while (true)
        {
            cells.Clear();
            places.Clear();
            (Line, Fault, FaultLine, raw) = (next, CsvFault.None, next, default);
            if (!window.Has(0)) return false;
            if (window[0] is not (Cr or Lf)) break;
            Take(LineEnd(0), 1);
        }

        Scan();
        return true;
    }

    private void Scan()
    {
        var at = 0;
        while (true)
        {
            var opening = at;
            int cellEnd;
            if (window.Has(at) && window[at] == Quote)
            {
                cellEnd = QuotedCell(at + 1);
                if (cellEnd < 0) return;
            }
            else
            {
                cellEnd = Find(at, marks);
                if (cellEnd < 0)
                {
                    TooLong();
                    return;
                }

                places.Add((at, cellEnd - at, false));
            }

            if (cellEnd - opening > MaxCell)
            {
                TooLong();
                return;
            }

            if (!window.Has(cellEnd))
            {
                Decode(cellEnd, cellEnd);
                return;
            }

            var mark = window[cellEnd];
            if (mark == separator)
            {
                at = cellEnd + 1;
                continue;
            }

            if (mark is Cr or Lf)
            {
                Decode(cellEnd, LineEnd(cellEnd));
                return;
            }

            // Behind a mark that closes a cell there is neither a separator nor the end, or a mark stands in a cell that it did not open. A
            // cell that goes over several lines was perhaps opened by a slip, and has taken the lines behind it along: they are looked at
            // again.
            SkipFrom(window[opening] == Quote ? opening : cellEnd);
            return;
        }
    }

    // Gives where the cell's closing mark ends, or −1 after a fault.
    private int QuotedCell(int begin)
    {
        var doubled = false;
        var at = begin;
        while (true)
        {
            at = Find(at, [Quote]);
            if (at < 0)
            {
                TooLong();
                return -1;
            }

            if (!window.Has(at))
            {
                (Fault, FaultLine) = (CsvFault.Unclosed, next + LineBreaks(begin));
                return -1;
            }

            if (!window.Has(at + 1) || window[at + 1] != Quote)
            {
                places.Add((begin, at - begin, doubled));
                return at + 1;
            }

            doubled = true;
            at += 2;
        }
    }

    private void TooLong() => (Fault, FaultLine) = (CsvFault.TooLong, next);

    // The record is not readable: on with the first line that begins behind a place in it.
    private void SkipFrom(int place)
    {
        cells.Clear();
        Fault = CsvFault.StrayQuote;
        var breaks = LineBreaks(place);
        var lineEnd = Find(place, [Cr, Lf]);
        if (lineEnd < 0) TooLong();
        else
        {
            var (end, lines) = window.Has(lineEnd) ? (LineEnd(lineEnd), breaks + 1) : (lineEnd, 0);
            raw = window.First(lineEnd);
            Take(end, lines);
        }
    }

    private void Decode(int recordEnd, int nextRecord)
    {
        var record = window.From(0)[..recordEnd];
        if (ImportedText.FirstUndecodable(record, isUtf16) is var wrong and >= 0)
            (Fault, FaultLine) = (CsvFault.Encoding, next + LineBreaks(wrong));
        else
        {
            foreach (var (begin, length, doubled) in places)
            {
                var text = Encoding.UTF8.GetString(record.Slice(begin, length));
                cells.Add(doubled ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text);
            }
        }

        raw = window.First(recordEnd);
        Take(nextRecord, LineBreaks(nextRecord));
    }

    private void Take(int bytes, long lines)
    {
        window.MoveOn(bytes);
        next += lines;
    }

    // How many lines end within the first bytes of the record.
    private long LineBreaks(int length)
    {
        var part = window.From(0)[..Math.Min(length, window.Length)];
        long breaks = part.Count(Lf);
        for (var rest = part; rest.IndexOf(Cr) is var cr and >= 0; rest = rest[(cr + 1)..])
            if (cr + 1 == rest.Length || rest[cr + 1] != Lf) breaks++;
        return breaks;
    }

    // Behind the line break at a place; CR, LF and CRLF are one each.
    private int LineEnd(int at) => window[at] == Cr && window.Has(at + 1) && window[at + 1] == Lf ? at + 2 : at + 1;

    // Where one of some bytes comes next, or the end of the file; −1 when the record grows too long before.
    private int Find(int at, ReadOnlySpan<byte> some)
    {
        while (window.Has(at))
        {
            var found = window.From(at).IndexOfAny(some);
            if (found >= 0) return at + found;
            at = window.Length;
            if (at > MaxRecord) return -1;
        }

        return at;
    }
}
