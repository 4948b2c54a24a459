using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>Some rows of a file as they stand in it.</summary>
/// <param name="Head">What they need around them to be a file again.</param>
/// <param name="Rows">The rows, in the order of the file.</param>
public sealed record FileExcerpt(FileHead Head, IEnumerable<RowAsItStands> Rows);

/// <summary>A row as it stands in a file.</summary>
/// <param name="Line">As the reader tells it.</param>
/// <param name="Bytes">UTF-8, without the end of its line.</param>
/// <param name="ValueIn">What stands in a column, by the name under which errors have it; null for nothing. To be asked before the next row
/// is.</param>
public sealed record RowAsItStands(long Line, byte[] Bytes, Func<string, string?> ValueIn);
