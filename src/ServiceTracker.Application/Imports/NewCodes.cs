using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>Why a code is not made.</summary>
/// <param name="Code">Stable reason.</param>
/// <param name="Message">What to do about it.</param>
/// <param name="SameAs">The code that it looks like.</param>
internal sealed record CodeRefusal(string Code, string Message, string? SameAs);

/// <summary>Judges which codes a file may bring in, among those of one kind.</summary>
/// <param name="lookAlike">Tells which codes look the same.</param>
/// <param name="existing">Codes there are.</param>
/// <param name="allowLookAlikes">Whether those may be made that differ only in how they are written.</param>
/// <param name="meant">A code that was asked for by name, and may be any word.</param>
internal sealed class NewCodes(LookAlike lookAlike, IEnumerable<string> existing, bool allowLookAlikes, string? meant = null)
{
    private readonly Dictionary<string, CodeRefusal> refused = new(StringComparer.Ordinal);

    // Made with the first new code: most files bring none.
    private Dictionary<string, string>? byLook;

    /// <summary>Whether a code that is not there may be made. The first of several that look the same may.</summary>
    public bool May(string code)
    {
        if (refused.ContainsKey(code)) return false;
        if (code != meant && lookAlike.IsWordForNothing(code))
        {
            refused.Add(code, new(
                "word_for_nothing",
                $"“{code}” is a word for nothing, not a code: leave the cell empty, or make “{code}” by hand if it is meant.", null));
            return false;
        }

        if (allowLookAlikes) return true;
        if (byLook is null)
        {
            byLook = new(StringComparer.Ordinal);
            foreach (var one in existing) byLook.TryAdd(lookAlike.Of(one), one);
        }

        if (byLook.TryAdd(lookAlike.Of(code), code)) return true;
        var same = byLook[lookAlike.Of(code)];
        if (same == code) return true;
        refused.Add(code, new(
            "look_alike",
            $"“{code}” differs from “{same}” only in how it is written (case, form of accents, leading zeros, invisible characters): " +
            $"write “{same}”, or allow look-alikes if they are two.", same));
        return false;
    }

    /// <summary>Why a code was not made, or null.</summary>
    public CodeRefusal? WhyNot(string? code) => code is null ? null : refused.GetValueOrDefault(code);
}
