using System.Text;

namespace ServiceTracker.Domain;

/// <summary>
/// The names of an enumeration's members as the API, the CSV files and the pages write them:
/// <c>MysteryShop</c> is <c>mystery_shop</c>.
/// </summary>
/// <typeparam name="T">An enumeration whose member names are PascalCase words.</typeparam>
public static class SnakeCase<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Texts = Enum.GetValues<T>().ToDictionary(v => v, v => Of(v.ToString()));
    private static readonly Dictionary<string, T> Values = Texts.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyCollection<string> All => Texts.Values;

    /// <summary>The name of a member.</summary>
    /// <exception cref="KeyNotFoundException">The value is not a member.</exception>
    public static string Text(T value) => Texts[value];

    /// <summary>The member of this exact name; false when there is none.</summary>
    public static bool TryParse(string? text, out T value)
    {
        value = default;
        return text is not null && Values.TryGetValue(text, out value);
    }

    private static string Of(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 4);
        foreach (var c in pascal)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
