using System.Runtime.CompilerServices;
using System.Text;

namespace ServiceTracker.Application.Reports;

/// <summary>Reads the rows of files that <see cref="CsvFile"/> wrote for programs: commas, quotes doubled, CRLF.</summary>
internal static class CsvRows
{
    private const int Buffer = 1 << 14;

    /// <summary>The rows one after another, the header first; cells are as they were written, marks of <see cref="CsvGuard"/>
    /// included.</summary>
    public static async IAsyncEnumerable<string[]> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, Buffer, leaveOpen: true);
        var (chars, cell, row) = (new char[Buffer], new StringBuilder(), new List<string>());
        var (quoted, wasQuote) = (false, false);
        for (int read; (read = await reader.ReadAsync(chars.AsMemory(), cancellation)) > 0;)
        {
            for (var i = 0; i < read; i++)
            {
                var c = chars[i];
                if (c == '"')
                {
                    // The second of two within quotes is one of the text.
                    if (wasQuote) cell.Append('"');
                    wasQuote = !wasQuote && quoted;
                    quoted = !quoted;
                    continue;
                }

                wasQuote = false;
                if (quoted)
                {
                    cell.Append(c);
                    continue;
                }

                switch (c)
                {
                    case ',':
                        End();
                        break;
                    case '\n':
                        End();
                        yield return [.. row];
                        row.Clear();
                        break;
                    case '\r':
                        break;
                    default:
                        cell.Append(c);
                        break;
                }
            }
        }

        void End()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }
    }

    /// <summary>A cell as <see cref="CsvFile"/> writes it.</summary>
    public static string Written(string cell, char separator) =>
        cell.AsSpan().ContainsAny([separator, '"', '\r', '\n']) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
