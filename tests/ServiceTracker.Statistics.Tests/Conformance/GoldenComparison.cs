using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>
/// Compares computed values with a case's expected ones. Numbers within the tolerance; index lists, whole numbers that were
/// computed as such, strings and booleans exactly; an expected null stands for NaN or nothing.
/// </summary>
public static class GoldenComparison
{
    /// <summary>What differs, one line each; empty when the case holds. Every expected key must have been computed.</summary>
    public static IReadOnlyList<string> Differences(GoldenCase golden, IReadOnlyDictionary<string, object?> computed)
    {
        var differences = new List<string>();
        if (!golden.Expected.EnumerateObject().Any()) differences.Add("the case expects nothing");
        Compare(golden, "", golden.Expected, computed, differences);
        return differences;
    }

    private static void Compare(GoldenCase golden, string path, JsonElement expected, object? got, List<string> differences)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                if (got is not IReadOnlyDictionary<string, object?> values)
                {
                    differences.Add($"{path}: expected named values, got {Show(got)}");
                    return;
                }

                foreach (var property in expected.EnumerateObject())
                {
                    var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                    if (values.TryGetValue(property.Name, out var value)) Compare(golden, name, property.Value, value, differences);
                    else differences.Add($"{name}: expected, but nobody computes it");
                }

                return;
            case JsonValueKind.Array:
                if (got is string || got is not IEnumerable list)
                {
                    differences.Add($"{path}: expected a list, got {Show(got)}");
                    return;
                }

                var items = list.Cast<object?>().ToList();
                if (items.Count != expected.GetArrayLength())
                {
                    differences.Add(
                        $"{path}: expected {expected.GetArrayLength()} items, got {items.Count}: {Show(items)} instead of {expected}");
                    return;
                }

                for (var i = 0; i < items.Count; i++) Compare(golden, $"{path}[{i}]", expected[i], items[i], differences);
                return;
            default:
                if (!Same(golden, path, expected, got)) differences.Add($"{path}: expected {expected.GetRawText()}, got {Show(got)}");
                return;
        }
    }

    private static bool Same(GoldenCase golden, string path, JsonElement expected, object? got) => expected.ValueKind switch
    {
        JsonValueKind.Null => got is null or double.NaN,
        JsonValueKind.String => got is string text && text == expected.GetString(),
        JsonValueKind.True or JsonValueKind.False => got is bool flag && flag == expected.GetBoolean(),
        JsonValueKind.Number => got switch
        {
            int or long => Convert.ToDouble(got, CultureInfo.InvariantCulture) == expected.GetDouble(),
            double number => ToleranceOf(golden, path).Holds(expected.GetDouble(), number),
            _ => false,
        },
        _ => false,
    };

    // A key is overridden by its full path ("share.staff"), its own name ("staff") or the name of the group it is in ("share").
    private static GoldenTolerance ToleranceOf(GoldenCase golden, string path)
    {
        var names = path.Split('.').Select(x => x.Split('[')[0]).ToArray();
        foreach (var key in (string[])[string.Join('.', names), names[^1], names[0]])
            if (golden.Overrides.TryGetValue(key, out var tolerance)) return tolerance;
        return names[^1].EndsWith("indices", StringComparison.Ordinal) ? default : golden.Tolerance;
    }

    private static string Show(object? value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> values => $"{{{string.Join(", ", values.Keys)}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
