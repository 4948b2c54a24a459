using System.Text;
using ServiceTracker.Infrastructure.Imports;

namespace ServiceTracker.Web.Imports;

/// <summary>Lines of a file as bytes, in memory that does not grow with the file. CR, LF and CRLF end a line; a byte order mark is left
/// out.</summary>
/// <param name="file">The file, from its beginning.</param>
internal sealed class Utf8Lines(Stream file)
{
    /// <summary>Longest line, in bytes; of a longer one nothing is kept.</summary>
    public const int MaxLine = 1 << 20;

    private const byte Cr = (byte)'\r', Lf = (byte)'\n';

    // It begins where the present line does.
    private readonly FileWindow window = new(file);
    private bool endedWithCr;

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
        if (endedWithCr && window.Has(0) && window[0] == Lf) window.MoveOn(1);
        endedWithCr = false;
        if (Number == 0 && window.Has(2) && window.From(0)[..3].SequenceEqual(Encoding.UTF8.Preamble)) window.MoveOn(3);
        if (!window.Has(0)) return false;
        Number++;
        var at = 0;
        while (window.Has(at))
        {
            var found = window.From(at).IndexOfAny(Cr, Lf);
            if (found >= 0)
            {
                endedWithCr = window[at + found] == Cr;
                Take(at + found, 1);
                return true;
            }

            at = window.Length;
            if (at <= MaxLine) continue;
            IsTooLong = true;
            window.MoveOn(window.Length);
            at = 0;
        }

        Take(at, 0);
        return true;
    }

    private void Take(int length, int ending)
    {
        IsTooLong |= length > MaxLine;
        if (!IsTooLong) Line = window.First(length);
        window.MoveOn(length + ending);
    }
}
