namespace ServiceTracker.Infrastructure.Imports;

/// <summary>A column as a header names it.</summary>
/// <param name="Name">As it stands there.</param>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Kind">How its name begins, where it is one of an expectation.</param>
/// <param name="Code">Code of that expectation.</param>
internal sealed record NamedColumn(string Name, int Index, string? Kind, string? Code)
{
    public static NamedColumn Of(string name, int index)
    {
        var kind = Array.Find([CsvColumns.Basic, CsvColumns.Measure, CsvColumns.Cause], k => name.StartsWith(k, StringComparison.Ordinal));
        return new NamedColumn(name, index, kind, kind is null ? null : name[kind.Length..]);
    }
}
