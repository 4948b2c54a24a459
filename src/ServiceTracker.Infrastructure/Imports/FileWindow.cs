namespace ServiceTracker.Infrastructure.Imports;

/// <summary>
/// The part of a file that a reader looks at, in memory that does not grow with the file: it moves on with the reader, and is as large as
/// what the reader has not yet passed. Places count from the window's beginning.
/// </summary>
/// <param name="file">The bytes, read forwards.</param>
public sealed class FileWindow(Stream file)
{
    private const byte CtrlZ = 0x1A;

    private byte[] buffer = new byte[1 << 16];
    private int start, end;
    private bool isAtEnd;

    /// <summary>How many bytes are read.</summary>
    public int Length => end - start;

    /// <summary>The byte at a place that <see cref="Has"/>.</summary>
    public byte this[int at] => buffer[start + at];

    /// <summary>Whether there is a byte at a place, which is read as far as that.</summary>
    public bool Has(int at)
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

            Read();
        }

        return true;
    }

    // Old programs end a text with Ctrl-Z, which is no part of it: whether one is the last byte tells the next reading.
    private void Read()
    {
        var read = file.Read(buffer, end, buffer.Length - end);
        isAtEnd = read == 0;
        while (read > 0 && !isAtEnd && buffer[end + read - 1] == CtrlZ)
        {
            if (end + read == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
            var more = file.Read(buffer, end + read, buffer.Length - end - read);
            isAtEnd = more == 0;
            read += more;
        }

        while (isAtEnd && read > 0 && buffer[end + read - 1] == CtrlZ) read--;
        end += read;
    }

    /// <summary>What is read, from a place on; until more is read or the window moves.</summary>
    public ReadOnlySpan<byte> From(int at) => buffer.AsSpan(start + at, end - start - at);

    /// <summary>The first bytes; until more is read.</summary>
    public ReadOnlyMemory<byte> First(int length) => buffer.AsMemory(start, length);

    /// <summary>Passes over the first bytes.</summary>
    public void MoveOn(int bytes) => start += bytes;
}
