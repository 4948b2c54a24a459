namespace ServiceTracker.Application.Reports;

/// <summary>For whom a CSV file is meant.</summary>
public enum CsvProfile
{
    /// <summary>RFC 4180: comma, decimal points, UTF-8 without a BOM.</summary>
    Standard,

    /// <summary>BOM, semicolon and decimal commas, as spreadsheets of many countries open it by a double click.</summary>
    Excel,

    /// <summary>BOM, comma and decimal points, as spreadsheets set to English open it by a double click.</summary>
    ExcelUs,
}

/// <summary>What profiles are called in requests.</summary>
public static class CsvProfileNames
{
    private static readonly Dictionary<string, CsvProfile> ByName = new(StringComparer.Ordinal) { ["excel"] = CsvProfile.Excel, ["excel-us"] = CsvProfile.ExcelUs };

    /// <summary>The names; without one the profile is <see cref="CsvProfile.Standard"/>.</summary>
    public static string All { get; } = string.Join(" or ", ByName.Keys);

    /// <summary>The profile of a name, or of none; false for a name that is none of them.</summary>
    public static bool TryParse(string? name, out CsvProfile profile)
    {
        profile = CsvProfile.Standard;
        return string.IsNullOrEmpty(name) || ByName.TryGetValue(name, out profile);
    }
}
