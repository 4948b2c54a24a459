using System.Globalization;

namespace ServiceTracker.Application;

/// <summary>Calendar dates as ISO 8601 writes them, read in the same way wherever they come in: 01/12 is January in one country and
/// December in another.</summary>
public static class Dates
{
    /// <summary>What to send instead of what is none.</summary>
    public const string Needed = "A date is needed, such as 2026-11-20.";

    private const string Format = "yyyy-MM-dd";

    /// <summary>Reads a date; false for anything else.</summary>
    public static bool TryParse(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Writes a date.</summary>
    public static string Text(DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);
}
