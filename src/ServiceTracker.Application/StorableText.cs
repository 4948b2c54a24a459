using System.Diagnostics.CodeAnalysis;

namespace ServiceTracker.Application;

/// <summary>
/// Text that every store can keep: PostgreSQL has no place for a NUL character, none has one for half a surrogate pair, and both are to
/// take the same. Each way in looks for it once: JSON and the parameters of calls where they are read, forms and questions to pages where
/// they arrive, both before anything is made of them; files where a row is judged, so that it is named with its line.
/// </summary>
public static class StorableText
{
    private const char Nul = '\0', VisibleNul = '\u2400';

    /// <summary>What is said about text that cannot be kept.</summary>
    public const string Refusal = "A NUL character cannot be kept; take it out.";

    /// <summary>What is said about bytes or escapes that are no text.</summary>
    public const string NotUnicode = "This is not Unicode text; send UTF-8, and escapes of whole characters.";

    /// <summary>Whether a text can be kept.</summary>
    public static bool IsStorable(string? text) => text?.Contains(Nul, StringComparison.Ordinal) != true;

    /// <summary>The text with a visible sign in place of what cannot be kept.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text?.Replace(Nul, VisibleNul);

    /// <summary>The beginning of a text, with a sign for what is left out.</summary>
    /// <param name="text">Of any length.</param>
    /// <param name="longest">Most UTF-16 characters of what is given back, at least 2.</param>
    public static string Shortened(string text, int longest)
    {
        if (text.Length <= longest) return text;
        // Not between the halves of a character, which no store would keep.
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1), "…");
    }
}
