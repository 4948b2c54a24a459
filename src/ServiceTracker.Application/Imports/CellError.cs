namespace ServiceTracker.Application.Imports;

/// <summary>What is wrong with one cell or line of a file.</summary>
/// <param name="Column">Header of the column, or empty for the whole line.</param>
/// <param name="Code">Stable reason.</param>
/// <param name="Message">What to do about it.</param>
/// <param name="SameAs">The code that there is, where the file's only looks like it.</param>
public readonly record struct CellError(string Column, string Code, string Message, string? SameAs = null);
