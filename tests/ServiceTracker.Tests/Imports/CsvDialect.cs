using System.Globalization;
using System.Text;

namespace ServiceTracker.Tests.Imports;

/// <summary>A file and what is to come of it.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Rows">Rows with something in them.</param>
/// <param name="BadLines">Lines on which rows that cannot be taken in are to be named.</param>
/// <param name="Comments">Comments of the good rows.</param>
/// <param name="About">How it is written.</param>
internal sealed record CsvSample(byte[] Bytes, int Rows, IReadOnlyList<long> BadLines, IReadOnlyList<string> Comments, string About);

/// <summary>Makes up a way to write CSV, and files with stray marks in it.</summary>
internal sealed class CsvDialect
{
    private static readonly string[] Columns = [
        "external_id", "occurred_at", "site", "staff", "channel", "basic:greeted", "basic:identity", "csat", "comment", "stand_outs"];

    private readonly Random random;
    private readonly char separator;
    private readonly string lineEnd, encoding;
    private readonly bool mark, quoteAll, sepLine, paddedColumns, lastLineEnds;
    private readonly double faultiness;

    public CsvDialect(Random random)
    {
        this.random = random;
        separator = ",;\t|"[random.Next(4)];
        lineEnd = new[] { "\n", "\r\n", "\r" }[random.Next(3)];
        encoding = new[] { "utf-8", "utf-8", "utf-16", "utf-16BE" }[random.Next(4)];
        (mark, quoteAll, sepLine, paddedColumns, lastLineEnds) = (Yes(), Yes(), random.Next(4) == 0, random.Next(4) == 0, Yes());
        faultiness = random.Next(3) * 0.15;
    }

    private enum Fault
    {
        None,
        StrayQuote,
        BlankAfterQuote,
        BadByte,
        Nul,
        Short,
        Long,
    }

    public CsvSample Write(string site)
    {
        // A place holder, a byte that is not UTF-8 later on; the file is put together as text.
        const char bad = '\uE000';
        var text = new StringBuilder();
        long line = 1;
        if (sepLine) Add($"sep={separator}");
        Add(string.Join(separator, (paddedColumns ? [.. Columns, "", ""] : Columns).Select(c => Cell(c))));
        var (rows, badLines, comments) = (0, new List<long>(), new List<string>());
        var count = random.Next(1, 40);
        for (var i = 0; i < count; i++)
        {
            if (random.Next(12) == 0)
            {
                Add(random.Next(3) switch { 0 => "", 1 => new string(separator, Columns.Length - 1), _ => " " + new string(separator, 3) });
                continue;
            }

            var fault = random.NextDouble() < faultiness ? (Fault)random.Next(1, 7) : Fault.None;
            // UTF-16 has its own test of what it cannot say.
            if (fault == Fault.BadByte && encoding != "utf-8") fault = Fault.Nul;
            var comment = fault is Fault.StrayQuote or Fault.BlankAfterQuote ? "plain" : Comment();
            string[] cells = [
                $"g{i}", $"2026-11-02T10:{i:00}:00Z", site, "", "counter", "met", "missed", random.Next(3) == 0 ? "4" : "", comment,
                Yes() ? "personal" : "", .. paddedColumns ? new[] { "", "" } : []];
            var written = cells.Select(Cell).ToList();
            var lineOfFault = line;
            switch (fault)
            {
                case Fault.StrayQuote:
                    written[8] = new[] { "5\" nail", "ends in\"", "a \"b\" c" }[random.Next(3)];
                    break;
                case Fault.BlankAfterQuote:
                    written[8] = new[] { " \"spaced\"", "\"spaced\" ", "\"closed\"early" }[random.Next(3)];
                    break;
                case Fault.BadByte:
                    var place = random.Next(comment.Length + 1);
                    lineOfFault += Breaks(comment[..place]);
                    written[8] = Quoted(comment.Insert(place, bad.ToString()));
                    break;
                case Fault.Nul:
                    written[8] = Cell(comment + "\0");
                    break;
                case Fault.Short:
                    written.RemoveRange(7, written.Count - 7);
                    break;
                case Fault.Long:
                    written.Add("more");
                    break;
                default:
                    comments.Add(comment);
                    break;
            }

            if (fault != Fault.None) badLines.Add(lineOfFault);
            rows++;
            Add(string.Join(separator, written));
        }

        var whole = lastLineEnds ? text.ToString() : text.ToString()[..^lineEnd.Length];
        var chosen = Encoding.GetEncoding(encoding);
        byte[] bytes = encoding == "utf-8" ? [.. Encode(whole)] : chosen.GetBytes(whole);
        return new CsvSample(
            mark ? [.. chosen.GetPreamble(), .. bytes] : bytes, rows, badLines, comments,
            $"separator {(int)separator}, line ends {string.Join(' ', lineEnd.Select(c => (int)c))}, {encoding}, mark {mark}, quotes " +
            $"{quoteAll}, sep= {sepLine}, padded {paddedColumns}\n{whole}");

        void Add(string one)
        {
            text.Append(one).Append(lineEnd);
            line += Breaks(one) + 1;
        }

        static IEnumerable<byte> Encode(string text) =>
            text.Split(bad).Select(Encoding.UTF8.GetBytes).Aggregate((a, b) => [.. a, 0xE9, .. b]);
    }

    private static long Breaks(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c is '\n' or '\r');

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string Cell(string cell) =>
        quoteAll || cell.AsSpan().ContainsAny([separator, '"', '\r', '\n']) || cell != cell.Trim() ? Quoted(cell) : cell;

    private string Comment()
    {
        var words = new[] { "fine", "Grüße", "5\"", "a,b;c|d\te", "👍", "two" + lineEnd + "lines", "'quoted'", "=1+1", "ﬀ", "“so”", "\"\"" };
        // Outer blanks are no part of a comment.
        return string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => words[random.Next(words.Length)]))
            .ToString(CultureInfo.InvariantCulture);
    }

    private bool Yes() => random.Next(2) == 0;
}
