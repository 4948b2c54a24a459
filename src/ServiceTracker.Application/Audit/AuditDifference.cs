using System.Text.Json;

namespace ServiceTracker.Application.Audit;

/// <summary>One value that a line of the audit record says was another one before.</summary>
/// <param name="Path">Where it stands, such as <c>periods[0].from</c>.</param>
/// <param name="Before">As it was; null where there was none.</param>
/// <param name="After">As it is; null where there is none.</param>
public sealed record AuditDifference(string Path, string? Before, string? After)
{
    /// <summary>What differs between two things as JSON, in the order in which it stands; where one is absent, all of the other.</summary>
    /// <param name="before">The thing before, or null.</param>
    /// <param name="after">The thing after, or null.</param>
    public static IReadOnlyList<AuditDifference> Of(string? before, string? after)
    {
        var (was, now) = (Values(before), Values(after));
        return
        [
            .. was.Keys.Concat(now.Keys).Distinct()
                .Select(path => new AuditDifference(path, was.GetValueOrDefault(path), now.GetValueOrDefault(path)))
                .Where(d => d.Before != d.After),
        ];
    }

    private static Dictionary<string, string?> Values(string? json)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (json is null) return values;
        try
        {
            using var document = JsonDocument.Parse(json);
            Add(document.RootElement, "");
        }
        catch (JsonException)
        {
            // Written by hand, or cut: shown as it is rather than not at all.
            values[""] = json;
        }

        return values;

        void Add(JsonElement element, string path)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                        Add(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
                    break;
                // A list of words reads better in one piece.
                case JsonValueKind.Array when element.EnumerateArray().All(IsOneValue):
                    values[path] = string.Join(", ", element.EnumerateArray());
                    break;
                case JsonValueKind.Array:
                    foreach (var (n, item) in element.EnumerateArray().Index()) Add(item, $"{path}[{n}]");
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    values[path] = element.ToString();
                    break;
            }
        }
    }

    private static bool IsOneValue(JsonElement element) => element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
}
