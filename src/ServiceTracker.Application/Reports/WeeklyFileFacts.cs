using ServiceTracker.Domain;

namespace ServiceTracker.Application.Reports;

/// <summary>What the catalogue says of a file.</summary>
/// <param name="File">Which.</param>
/// <param name="About">What its rows are, in a sentence.</param>
/// <param name="View">Whose view its figures are: the person's leaves out held and excused misses, the process's counts them.</param>
/// <param name="Columns">Its columns, in their order.</param>
public sealed record WeeklyFileFacts(WeeklyFile File, string About, string View, IReadOnlyList<ColumnFacts> Columns)
{
    /// <summary>Its plain name, such as <c>consistency.csv</c>.</summary>
    public string Name => $"{SnakeCase<WeeklyFile>.Text(File)}.csv";
}
