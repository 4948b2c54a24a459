namespace ServiceTracker.Application.Reports;

/// <summary>One column of a file.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Type">What stands in it.</param>
/// <param name="Meaning">What it says, in a sentence.</param>
/// <param name="Cell">The cell it makes of a row.</param>
public sealed record CsvColumn<TRow>(string Name, ColumnType Type, string Meaning, Func<TRow, CsvCell> Cell)
{
    /// <summary>A column of a file outside the catalogue.</summary>
    /// <param name="name">Its heading.</param>
    /// <param name="cell">The cell it makes of a row.</param>
    public CsvColumn(string name, Func<TRow, CsvCell> cell)
        : this(name, ColumnType.Text, "", cell)
    {
    }

    /// <summary>What its numbers count or measure; empty where that is no question.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The version of the catalogue that had it first.</summary>
    public int Since { get; init; } = 1;

    /// <summary>It is one of those that tell a row from all others of its file.</summary>
    public bool IsKey { get; init; }

    /// <summary>The column without what makes its cells.</summary>
    public ColumnFacts Facts => new(Name, Type, Meaning, Unit, Since, IsKey);
}
