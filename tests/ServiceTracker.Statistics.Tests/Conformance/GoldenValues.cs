using System.Text.Json;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>The named values of a case's <c>input</c> or <c>options</c>. A JSON null is "not available": NaN among numbers, absent
/// otherwise.</summary>
public readonly struct GoldenValues(JsonElement values)
{
    public JsonElement this[string name] => values.GetProperty(name);

    /// <summary>True when the value is there and is not null. A case without options may have an empty list in their place.</summary>
    public bool Has(string name) =>
        values.ValueKind == JsonValueKind.Object && values.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public double Number(string name) => NumberOf(this[name]);

    public double? NumberOrNull(string name) => Has(name) ? Number(name) : null;

    public int WholeNumber(string name) => this[name].GetInt32();

    public int? WholeNumberOrNull(string name) => Has(name) ? WholeNumber(name) : null;

    /// <summary>An absent flag is false.</summary>
    public bool Flag(string name) => Has(name) && this[name].GetBoolean();

    public string Text(string name) => this[name].GetString()!;

    public string? TextOrNull(string name) => Has(name) ? Text(name) : null;

    public double[] Numbers(string name) => [.. this[name].EnumerateArray().Select(NumberOf)];

    /// <summary>Empty when the list is absent.</summary>
    public double[] NumbersOrEmpty(string name) => Has(name) ? Numbers(name) : [];

    public int[] WholeNumbers(string name) => [.. this[name].EnumerateArray().Select(x => x.GetInt32())];

    /// <summary>Empty when the list is absent.</summary>
    public int[] WholeNumbersOrEmpty(string name) => Has(name) ? WholeNumbers(name) : [];

    public string[] Texts(string name) => [.. this[name].EnumerateArray().Select(x => x.ToString())];

    public double[][] Table(string name) => [.. this[name].EnumerateArray().Select(row => row.EnumerateArray().Select(NumberOf).ToArray())];

    private static double NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();
}
