namespace ServiceTracker.Infrastructure.Imports;

/// <summary>What was found out of a CSV file before its rows.</summary>
/// <param name="Separator">Between its cells.</param>
/// <param name="Encoding">Its encoding.</param>
/// <param name="HeaderLine">The line of its header; null where none was read.</param>
/// <param name="Theirs">Names of its columns.</param>
internal sealed record CsvOpened(char Separator, string Encoding, long? HeaderLine, IReadOnlyList<string> Theirs);
