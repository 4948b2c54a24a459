using System.Globalization;
using System.Text;

namespace ServiceTracker.Application.Organisation;

/// <summary>
/// The composed form of a text (Unicode NFC). The framework's own does nothing where cultures are left out, as they are here.
/// </summary>
public delegate string ComposedForm(string text);

/// <summary>
/// Codes are compared ordinally, and people cannot: what differs only in case, in the form of its accents, in leading zeros, in blanks or
/// in characters that nobody sees looks like one code and would be two people.
/// </summary>
public sealed class LookAlike(ComposedForm compose)
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
            if (IsInvisible(rune)) continue;
            // Several blanks look like one, and of a number's leading zeros none is left but the last digit.
            if (Rune.IsWhiteSpace(rune))
            {
                if (seen.Length > 0 && seen[^1] != ' ') seen.Append(' ');
                continue;
            }

            if (rune.IsAscii && char.IsAsciiDigit((char)rune.Value) && EndsInLeadingZero(seen)) seen.Length--;
            seen.Append(Rune.ToUpperInvariant(rune));
        }

        return seen.ToString().TrimEnd();
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
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
            || rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or 0x034F or 0x115F or 0x1160 or 0x3164;

    private static bool EndsInLeadingZero(StringBuilder seen) =>
        seen.Length > 0 && seen[^1] == '0' && (seen.Length == 1 || !(char.IsAsciiDigit(seen[^2]) || seen[^2] is '.' or ','));
}
