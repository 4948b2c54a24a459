namespace ServiceTracker.Domain.Imports;

/// <summary>What rows of a file need around them to be a file again.</summary>
/// <param name="Header">The line that names the columns, as it stands there; null in a format that has none.</param>
/// <param name="Separator">Between cells; null in a format that has none.</param>
/// <param name="Encoding">Of the file.</param>
public sealed record FileHead(string? Header, string? Separator, string Encoding);
