using System.Text.Json;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>One golden case: what goes in, under which options, and what a reference made of it.</summary>
public sealed class GoldenCase
{
    private const string Schema = "servicetracker-golden/1";

    private GoldenCase(JsonElement root)
    {
        if (root.GetProperty("schema").GetString() is not Schema and var schema)
            throw new InvalidDataException($"Unknown schema '{schema}', expected '{Schema}'.");
        Id = root.GetProperty("id").GetString()!;
        Kind = root.GetProperty("kind").GetString()!;
        Input = new GoldenValues(root.GetProperty("input"));
        Options = new GoldenValues(root.GetProperty("options"));
        Expected = root.GetProperty("expected");
        var tolerance = root.GetProperty("tolerance");
        Tolerance = new(tolerance.GetProperty("abs").GetDouble(), tolerance.GetProperty("rel").GetDouble());
        if (tolerance.TryGetProperty("overrides", out var overrides) && overrides.ValueKind == JsonValueKind.Object)
            Overrides = overrides.EnumerateObject().ToDictionary(
                x => x.Name,
                x => new GoldenTolerance(x.Value.GetProperty("abs").GetDouble(), x.Value.GetProperty("rel").GetDouble()));
    }

    public string Id { get; }

    public string Kind { get; }

    public GoldenValues Input { get; }

    public GoldenValues Options { get; }

    public JsonElement Expected { get; }

    public GoldenTolerance Tolerance { get; }

    /// <summary>Tolerances of single keys of <see cref="Expected"/>.</summary>
    public IReadOnlyDictionary<string, GoldenTolerance> Overrides { get; } = new Dictionary<string, GoldenTolerance>();

    public static GoldenCase Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new GoldenCase(document.RootElement.Clone());
    }
}
