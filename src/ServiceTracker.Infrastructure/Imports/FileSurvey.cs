namespace ServiceTracker.Infrastructure.Imports;

/// <summary>What a file of another program looks like before anybody has said what its columns are.</summary>
/// <param name="Refusal">Why it is no table, and what to do about it; null for one that may be.</param>
/// <param name="Separator">Between its cells.</param>
/// <param name="Encoding">Its encoding: UTF-8 or UTF-16 where it is one of these, else windows-1252, which reads any byte.</param>
/// <param name="HeaderLine">The line that names the columns, from 1.</param>
/// <param name="Columns">The columns with a name, each once.</param>
public sealed record FileSurvey(
    string? Refusal, char Separator, string Encoding, long HeaderLine, IReadOnlyList<SurveyedColumn> Columns);

/// <summary>A column of such a file.</summary>
/// <param name="Name">As its header has it.</param>
/// <param name="Words">What stands in it, each once, in the order of the file; the empty word for empty cells.</param>
/// <param name="HasMore">More words stand in it than are told.</param>
public sealed record SurveyedColumn(string Name, IReadOnlyList<string> Words, bool HasMore);
