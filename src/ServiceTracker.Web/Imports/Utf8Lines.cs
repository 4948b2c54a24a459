using System.Text;

namespace ServiceTracker.Web.Imports;

/// <summary>Lines of a file as bytes, in memory that does not grow with the file. CR, LF and CRLF end a line; a byte order mark is left out.</summary>
/// <param name="file">The file, from its beginning.</param>
internal sealed class Utf8Lines(Stream file)
{
    /// <summary>Longest line, in bytes; of a longer one nothing is kept.</summary>
    public const int MaxLine = 1 << 20;

    private const byte Cr = (byte)'\r', Lf = (byte)'\n';

    private byte[] buffer = new byte[1 << 16];
    private int start, end;
    private bool isAtEnd, endedWithCr;

    /// <summary>Number of the line, from 1; 0 before the first.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its end, until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Whether the line is longer than <see cref="MaxLine"/>.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads the next line; false at the end.</summary>
    public bool Read()
    {
        (Line, IsTooLong) = (default, false);
        if (endedWithCr && Has(0) && buffer[start] == Lf) start++;
        endedWithCr = false;
        if (Number == 0 && Has(2) && buffer.AsSpan(start, 3).SequenceEqual(Encoding.UTF8.Preamble)) start += 3;
        if (!Has(0)) return false;
        Number++;
        var at = 0;
        while (Has(at))
        {
            var found = buffer.AsSpan(start + at, end - start - at).IndexOfAny(Cr, Lf);
            if (found >= 0)
            {
                endedWithCr = buffer[start + at + found] == Cr;
                Take(at + found, 1);
                return true;
            }

            at = end - start;
            if (at <= MaxLine) continue;
            IsTooLong = true;
            start = end;
            at = 0;
        }

        Take(at, 0);
        return true;
    }

    private void Take(int length, int ending)
    {
        IsTooLong |= length > MaxLine;
        if (!IsTooLong) Line = buffer.AsMemory(start, length);
        start += length + ending;
    }

    // Whether there is a byte at a place behind the beginning of the line, which is read as far as that.
    private bool Has(int at)
    {
        while (start + at >= end)
        {
            if (isAtEnd) return false;
            if (end == buffer.Length)
            {
                if (start > 0)
                {
                    buffer.AsSpan(start, end - start).CopyTo(buffer);
                    (start, end) = (0, end - start);
                }
                else Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var read = file.Read(buffer, end, buffer.Length - end);
            isAtEnd = read == 0;
            end += read;
        }

        return true;
    }
}
