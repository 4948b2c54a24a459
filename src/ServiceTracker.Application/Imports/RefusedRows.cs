using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>Keeps refused rows as they stand in their file, so that they can be mended and imported alone.</summary>
public static class RefusedRows
{
    /// <summary>The two columns of a file of refused rows that are not the file's own. Importing passes them over.</summary>
    public const string LineColumn = "refused_line", AdviceColumn = "what_to_do";

    /// <summary>Their names in line-delimited JSON.</summary>
    public const string LineMember = "refusedLine", AdviceMember = "whatToDo";

    // In bytes: of one row, and of all rows of a file, which are in memory until they are stored. In characters: of a cell.
    private const int LongestRow = 1 << 16, MostBytes = 1 << 25, LongestValue = 200;

    /// <summary>Tells errors the row and the cell they are about. Reads the file once more, as far as the last of them, where there are
    /// any.</summary>
    /// <param name="job">The import.</param>
    /// <param name="master">Which expectations there are.</param>
    /// <param name="errors">Those of its rows.</param>
    internal static void Keep(ImportJob job, MasterData master, List<ImportError> errors)
    {
        if (errors.Count == 0) return;
        var left = errors.GroupBy(e => e.Line).ToDictionary(g => g.Key, g => g.ToList());
        var kept = 0;
        using var file = new FileStream(job.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (job.Reader.Excerpt(file, job.Options, master, left.Keys.ToHashSet()) is not { } excerpt) return;
        foreach (var row in excerpt.Rows)
        {
            if (!left.Remove(row.Line, out var about)) continue;
            foreach (var error in about)
                if (row.ValueIn(error.Column) is { } value) error.Value = StorableText.Of(StorableText.Shortened(value, LongestValue));
            if (row.Bytes.Length <= LongestRow && kept + row.Bytes.Length <= MostBytes)
            {
                about[0].Row = row.Bytes;
                kept += row.Bytes.Length;
                job.Run.Head = excerpt.Head;
            }

            if (left.Count == 0) return;
        }
    }
}
