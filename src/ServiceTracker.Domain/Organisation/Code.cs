namespace ServiceTracker.Domain.Organisation;

/// <summary>The short name by which people, files and programs refer to a site, person, channel, reason or team. Compared ordinally, never
/// reused.</summary>
public static class Code
{
    /// <summary>Longest code, in UTF-16 characters.</summary>
    public const int MaxLength = 100;

    /// <summary>Outer blanks are not part of a code.</summary>
    public static string Trim(string? code) => code?.Trim() ?? "";

    /// <summary>
    /// True when the trimmed text has 1 to <see cref="MaxLength"/> characters, none of them a control character, and is neither <c>.</c>
    /// nor
    /// <c>..</c>: an address that ends so is another one.
    /// </summary>
    public static bool IsValid(string? code) =>
        Trim(code) is { Length: > 0 and <= MaxLength } c && c is not ("." or "..") && !c.Any(char.IsControl);
}
