using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServiceTracker.Application.Organisation;

/// <summary>
/// The composed form of a text (Unicode NFC). The framework's own does nothing where cultures are left out, as they are here.
/// </summary>
public delegate string ComposedForm(string text);

/// <summary>
/// Codes are compared ordinally, and people cannot: what differs only in case, in the form of its accents, in leading zeros, in blanks or in characters
/// that nobody sees looks like one code and would be two people.
/// </summary>
public sealed partial class LookAlike(ComposedForm compose)
{
    private static readonly HashSet<string> WordsForNothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "null", "nil", "none", "nan", "na", "n/a", "n.a.", "n.a", "undefined",
    };

    /// <summary>The same for all codes that look the same, and for no others.</summary>
    public string Of(string code)
    {
        var composed = compose(code);
        var seen = new StringBuilder(composed.Length);
        foreach (var rune in composed.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) seen.Append(' ');
            else if (!IsInvisible(rune)) seen.Append(Rune.ToUpperInvariant(rune));
        }

        return LeadingZeros().Replace(Blanks().Replace(seen.ToString(), " ").Trim(), "");
    }

    /// <summary>Whether a code is what programs write where there is none, such as NULL, N/A, - or ?.</summary>
    public bool IsWordForNothing(string code)
    {
        var bare = Of(code).Trim('#', '(', ')', '<', '>', '[', ']', '{', '}', '"', '\'', '\\', ' ');
        return WordsForNothing.Contains(bare) || bare == "N" && code.Contains('\\', StringComparison.Ordinal)
            || bare.EnumerateRunes().All(r => Rune.IsPunctuation(r) || r.Value is '+' or '=' or '~' or '^' or '`' or '|' or ' ');
    }

    // Marks of direction, joiners, byte order marks, soft hyphens, and the selectors of another shape of the same sign.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control || rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or 0x034F or 0x115F or 0x1160 or 0x3164;

    [GeneratedRegex(@"(?<![0-9.,])0+(?=[0-9])")]
    private static partial Regex LeadingZeros();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Blanks();
}
