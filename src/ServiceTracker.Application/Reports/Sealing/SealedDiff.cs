using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Compares two revisions of a site's week cell by cell. Rows that are in both, which are nearly all, are only remembered by their
/// hash: 16 bytes each and what a dictionary adds.</summary>
public sealed class SealedDiff(SealedWeeks weeks, WeeklyReport report)
{
    // Stands in no code, so that two keys are never alike.
    private const char Between = '\u001F';

    private const string Late = "late entry", Moved = "moved here", Gone = "taken out", Corrected = "corrected";

    /// <summary>What differs, file by file in the order of the catalogue, within a file in the order of its rows.</summary>
    /// <param name="from">The earlier revision.</param>
    /// <param name="to">The later one of the same week and site.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<SealedDifference>> RunAsync(SealedRevision from, SealedRevision to, CancellationToken cancellation)
    {
        var interactions = await CompareAsync(from, to, WeeklyFile.Interactions, cancellation);
        var reasons = ReasonsOf(interactions, from.Seal.SealedAt);
        var found = new List<SealedDifference>();
        foreach (var facts in ColumnCatalogue.Files)
        {
            var rows = facts.File == WeeklyFile.Interactions ? interactions : await CompareAsync(from, to, facts.File, cancellation);
            var behind = ReasonsBehind(facts, reasons);
            foreach (var row in rows)
            {
                var why = facts.File switch
                {
                    WeeklyFile.Interactions => WhyOf(row, from.Seal.SealedAt),
                    WeeklyFile.Flags => row.Before is null ? "raised since" : row.After is null ? "no longer told"
                        : "work on it, or later days",
                    _ => WhyOf(row, facts, behind),
                };
                found.AddRange(Lines(row, facts, why));
            }
        }

        return found;
    }

    /// <summary>Writes what differs as a CSV file, and records who took it.</summary>
    public async Task WriteAsync(
        Actor actor, SealedRevision to, IReadOnlyList<SealedDifference> found, CsvProfile profile, Stream target,
        CancellationToken cancellation)
    {
        await report.RecordAsync(actor, $"{to.Week}/diff", to.Site, to.Seal.Revision, cancellation);
        await using var csv = new CsvFile(target, profile);
        await csv.WriteAsync(SealedDifference.Columns, found.ToAsyncEnumerable(), cancellation);
    }

    private async Task<List<Pair>> CompareAsync(
        SealedRevision from, SealedRevision to, WeeklyFile file, CancellationToken cancellation)
    {
        if (from.Find(file) is not { } before || to.Find(file) is not { } after || before.Sha256 == after.Sha256) return [];
        var known = new Dictionary<UInt128, int>();
        var (header, _) = await RowsAsync(before, row => Count(known, row, 1), cancellation);
        var (headerNow, fresh) = await RowsAsync(after, row => !Take(known, row), cancellation);
        // What is left was only there before.
        var (_, gone) = await RowsAsync(before, row => Take(known, row), cancellation);
        var keys = ColumnCatalogue.Of(file).Columns.Where(c => c.IsKey).Select(c => c.Name).ToArray();
        var goneByKey = gone.Select(r => Named(header, r)).ToDictionary(r => KeyOf(r, keys), StringComparer.Ordinal);
        var pairs = new List<Pair>();
        foreach (var row in fresh.Select(r => Named(headerNow, r)))
        {
            var key = KeyOf(row, keys);
            pairs.Add(new Pair(key, goneByKey.Remove(key, out var was) ? was : null, row));
        }

        pairs.AddRange(goneByKey.Select(g => new Pair(g.Key, g.Value, null)));
        return pairs;
    }

    private async Task<(string[] Header, List<string[]> Rows)> RowsAsync(
        SealedFile file, Func<string[], bool> keep, CancellationToken cancellation)
    {
        await using var bytes = weeks.Open(file);
        string[]? header = null;
        var rows = new List<string[]>();
        await foreach (var row in CsvRows.ReadAsync(bytes, cancellation))
        {
            if (header is null) header = row;
            else if (keep(row)) rows.Add(row);
        }

        return (header ?? [], rows);
    }

    private static bool Count(Dictionary<UInt128, int> known, string[] row, int times)
    {
        var hash = HashOf(row);
        known[hash] = known.GetValueOrDefault(hash) + times;
        return false;
    }

    private static bool Take(Dictionary<UInt128, int> known, string[] row)
    {
        var hash = HashOf(row);
        if (!known.TryGetValue(hash, out var left)) return false;
        if (left == 1) known.Remove(hash);
        else known[hash] = left - 1;
        return true;
    }

    private static UInt128 HashOf(string[] row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', row)), hash);
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }

    private static Dictionary<string, string> Named(string[] header, string[] row) =>
        header.Zip(row).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);

    private static string KeyOf(Dictionary<string, string> row, string[] keys) =>
        string.Join(Between, keys.Select(k => CsvGuard.Off(row.GetValueOrDefault(k, ""))));

    private static IEnumerable<SealedDifference> Lines(Pair row, WeeklyFileFacts facts, string why)
    {
        if (row.Before is null || row.After is null)
        {
            yield return new SealedDifference(facts.Name, row.Shown, "", Whole(row.Before), Whole(row.After), why);
            yield break;
        }

        var types = facts.Columns.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        foreach (var column in row.After.Keys.Union(row.Before.Keys))
        {
            var (before, after) = (row.Before.GetValueOrDefault(column, ""), row.After.GetValueOrDefault(column, ""));
            if (before == after) continue;
            var type = types.TryGetValue(column, out var known) ? known
                : column.StartsWith("measure:", StringComparison.Ordinal) ? ColumnType.Number : ColumnType.Word;
            yield return SealedDifference.OfCell(facts.Name, row.Shown, type, column, before, after, why);
        }
    }

    private static string Whole(Dictionary<string, string>? row) =>
        row is null ? "" : string.Join(',', row.Values.Select(v => CsvRows.Written(v, ',')));

    private static string WhyOf(Pair row, DateTime sealedAt) =>
        row.After is null ? Gone : row.Before is not null ? Corrected
        : DateTimeOffset.TryParse(row.After.GetValueOrDefault("recorded_at_utc"), CultureInfo.InvariantCulture, out var at)
            && at.UtcDateTime < sealedAt ? Moved : Late;

    // Which interactions stand behind a line, with the places they are or were at.
    private static List<(string Why, Dictionary<string, string>[] Places)> ReasonsOf(List<Pair> interactions, DateTime sealedAt) =>
        [.. interactions.Select(i => (WhyOf(i, sealedAt), new[] { i.Before, i.After }.OfType<Dictionary<string, string>>().ToArray()))];

    private static string[] PlaceOf(WeeklyFileFacts facts) =>
        [.. facts.Columns.Where(c => c.IsKey && c.Name != "expectation").Select(c => c.Name)];

    // By the lines of a file that they stand behind.
    private static ILookup<string, string> ReasonsBehind(
        WeeklyFileFacts facts, List<(string Why, Dictionary<string, string>[] Places)> reasons)
    {
        var keys = PlaceOf(facts);
        return reasons.SelectMany(r => r.Places.Select(p => KeyOf(p, keys)).Distinct().Select(key => (key, r.Why)))
            .ToLookup(r => r.key, r => r.Why, StringComparer.Ordinal);
    }

    private static string WhyOf(Pair row, WeeklyFileFacts facts, ILookup<string, string> reasons)
    {
        var behind = reasons[KeyOf(row.After ?? row.Before!, PlaceOf(facts))]
            .GroupBy(why => why).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}").ToList();
        return behind.Count > 0 ? string.Join(", ", behind) : "no entry of this row: names, evidence or earlier weeks";
    }

    private sealed record Pair(string Key, Dictionary<string, string>? Before, Dictionary<string, string>? After)
    {
        public string Shown => Key.Replace(Between, '/');
    }
}
