using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>Reads the CSV file of samples by its commas: nothing in it is quoted, and nothing is checked.</summary>
internal static class FloorCsv
{
    private const int OccurredAt = 1, Site = 2, Staff = 3, Channel = 4, FirstBasic = 5;

    /// <summary>The rows after the header.</summary>
    public static async IAsyncEnumerable<Sample> ReadAsync(TextReader csv)
    {
        await csv.ReadLineAsync();
        while (await csv.ReadLineAsync() is { } line) yield return Read(line);
    }

    private static Sample Read(ReadOnlySpan<char> line)
    {
        Span<Range> cells = stackalloc Range[FirstBasic + Sample.Basics[^1] + 1];
        line.Split(cells, ',');
        var channel = FloorEntry.Number(line[cells[Channel]]);
        var (met, na) = (0, 0);
        for (var k = 0; k < Sample.Basics[channel]; k++)
        {
            var answer = line[cells[FirstBasic + k]];
            if (answer is "met") met |= 1 << k;
            else if (answer is "na") na |= 1 << k;
        }

        var note = line[cells[^1]];
        return new Sample(
            FloorEntry.Number(line[cells[Site]]), FloorEntry.Number(line[cells[Staff]]), channel,
            DateTimeOffset.Parse(line[cells[OccurredAt]]).UtcDateTime,
            met, na, note.IsEmpty ? null : note.ToString());
    }
}
