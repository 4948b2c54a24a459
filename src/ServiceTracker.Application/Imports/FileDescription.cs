namespace ServiceTracker.Application.Imports;

/// <summary>What can be said of a file from its first rows.</summary>
/// <param name="Separator">Between its cells; null in a format that has none.</param>
/// <param name="Encoding">Its encoding.</param>
/// <param name="HeaderLine">The line of its header; null where it was not found.</param>
/// <param name="Columns">Its columns: their name, and ours; null for one that is passed over.</param>
/// <param name="Ambiguous">Columns of which more than one reading fits, or none, with the readings that do.</param>
public sealed record FileDescription(
    string? Separator, string Encoding, long? HeaderLine, IReadOnlyList<DescribedColumn> Columns,
    IReadOnlyList<AmbiguousColumn> Ambiguous);

/// <summary>A column of a file.</summary>
/// <param name="Theirs">As the file names it.</param>
/// <param name="Ours">The column of the import layout that it is; null for one that is passed over.</param>
public sealed record DescribedColumn(string Theirs, string? Ours);

/// <summary>A column that can be read in more than one way, or as a whole in none.</summary>
/// <param name="Column">As the file names it.</param>
/// <param name="Readings">What a mapping may say of it, such as dd/MM/yyyy HH:mm; none where nothing fits every row.</param>
public sealed record AmbiguousColumn(string Column, IReadOnlyList<string> Readings);
