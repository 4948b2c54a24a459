namespace ServiceTracker.Web.Pages.Shared;

/// <summary>Codes made from what people call a thing.</summary>
public static class Slug
{
    private const int MaxLength = 60;

    /// <summary>Lower-case letters a to z and digits, everything else as one joint: "Drive-through lane" is <c>drive-through-lane</c>. May
    /// be empty.</summary>
    public static string Of(string? text, char joint)
    {
        var words = new string([.. (text ?? "").Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        var slug = string.Join(joint, words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length <= MaxLength ? slug : slug[..MaxLength].TrimEnd(joint);
    }
}
