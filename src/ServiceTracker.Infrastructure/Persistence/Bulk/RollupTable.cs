namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>A rollup as SQL sees it: the columns that name a line, and those that are added up.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Columns">The key's columns, then all others.</param>
/// <param name="KeyColumns">How many columns the key has.</param>
internal sealed record RollupTable<TLine>(string Name, BulkColumn<TLine>[] Columns, int KeyColumns)
{
    // Lists of numbers travel as text, as those of measures do.
    private static readonly string[] Lists = ["basics", BulkTables.MeasuresColumn];

    public IEnumerable<string> Keys => Columns.Take(KeyColumns).Select(c => c.Name);

    public IEnumerable<string> Sums => Columns.Skip(KeyColumns).Select(c => c.Name);

    /// <summary>The columns that hold numbers of the basics or measures, in the order of their bits.</summary>
    public static bool IsList(string column) => Lists.Contains(column);
}
