namespace ServiceTracker.Application.Reports;

/// <summary>What profiles are called in requests.</summary>
public static class CsvProfileNames
{
    private static readonly Dictionary<string, CsvProfile> ByName = new(StringComparer.Ordinal)
    {
        ["excel"] = CsvProfile.Excel,
        ["excel-us"] = CsvProfile.ExcelUs,
    };

    /// <summary>The names; without one the profile is <see cref="CsvProfile.Standard"/>.</summary>
    public static string All { get; } = string.Join(" or ", ByName.Keys);

    /// <summary>The profile of a name, or of none; false for a name that is none of them.</summary>
    public static bool TryParse(string? name, out CsvProfile profile)
    {
        profile = CsvProfile.Standard;
        return string.IsNullOrEmpty(name) || ByName.TryGetValue(name, out profile);
    }
}
