using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Document;

/// <summary>The OpenAPI document as a client program reads it.</summary>
public sealed class ApiDocumentReader(JsonNode document)
{
    /// <summary>The document that a program gives out.</summary>
    public static async Task<ApiDocumentReader> OfAsync(TestApp app)
    {
        using var api = app.Stranger();
        return new ApiDocumentReader((await api.GetAsync("/openapi/v1.json")).Is(200).Json);
    }

    /// <summary>Every call.</summary>
    public IEnumerable<Operation> Operations =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "put" or "post" or "patch" or "delete"
        select new Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <summary>What of a value contradicts a schema, with the path of each place.</summary>
    public IEnumerable<string> Faults(JsonNode? value, JsonNode schema, string at = "$")
    {
        schema = Resolved(schema);
        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (schema[keyword] is not JsonArray choices) continue;
            var found = choices.Select(c => Faults(value, c!, at).ToList()).ToList();
            if (!found.Exists(f => f.Count == 0))
                yield return $"{at} is none of {choices.Count} shapes: {string.Join("; ", found.MinBy(f => f.Count)!)}";
        }

        if (schema["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value)))
            yield return $"{at} is {Short(value)}, not one of {words.ToJsonString()}";
        if (schema["type"] is { } type && !Types(type).Any(t => IsOf(value, t)))
        {
            yield return $"{at} is {Short(value)}, not {type.ToJsonString()}";
            yield break;
        }

        IEnumerable<string> faults = value switch
        {
            JsonObject o => Faults(o, schema, at),
            JsonArray a => (schema["items"] is { } items ? a.SelectMany((v, i) => Faults(v, items, $"{at}[{i}]")) : [])
                .Concat(Beyond(a.Count, schema, "minItems", "maxItems", at + " items")),
            JsonValue v when v.GetValueKind() == JsonValueKind.String => Faults((string)v!, schema, at),
            JsonValue v when v.GetValueKind() == JsonValueKind.Number => Beyond(v.Deserialize<double>(), schema, "minimum", "maximum", at),
            _ => [],
        };
        foreach (var fault in faults) yield return fault;
    }

    /// <summary>The schema that a reference names.</summary>
    public JsonNode Resolved(JsonNode schema) => (string?)schema["$ref"] is { } reference
        ? document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]
        ?? throw new InvalidOperationException($"There is no {reference}.")
        : schema;

    /// <summary>The types of a schema, one or several.</summary>
    public static IEnumerable<string> Types(JsonNode type) => type is JsonArray several ? several.Select(t => (string)t!) : [(string)type!];

    private IEnumerable<string> Faults(JsonObject value, JsonNode schema, string at)
    {
        var members = schema["properties"] as JsonObject;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(n => (string)n!).Where(n => !value.ContainsKey(n)))
            yield return $"{at} has no {name}";
        foreach (var (name, member) in value)
        {
            var shape = members?[name] ?? (schema["additionalProperties"] as JsonObject);
            if (shape is not null)
                foreach (var fault in Faults(member, shape, $"{at}.{name}")) yield return fault;
            else if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False) yield return $"{at}.{name} is not a member";
        }
    }

    private static IEnumerable<string> Faults(string text, JsonNode schema, string at)
    {
        foreach (var fault in Beyond(text.Length, schema, "minLength", "maxLength", at + " length")) yield return fault;
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern))
            yield return $"{at} is “{text}”, not like {pattern}";
        var right = (string?)schema["format"] switch
        {
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" =>
                text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            _ => true,
        };
        if (!right) yield return $"{at} is “{text}”, not a {schema["format"]}";
    }

    private static IEnumerable<string> Beyond(double value, JsonNode schema, string least, string most, string at)
    {
        if (schema[least] is { } low && value < low.Deserialize<double>()) yield return $"{at} is {value}, below {low}";
        if (schema[most] is { } high && value > high.Deserialize<double>()) yield return $"{at} is {value}, above {high}";
    }

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && double.IsInteger(value.Deserialize<double>()),
        _ => throw new InvalidOperationException($"There is no type {type}."),
    };

    private static string Short(JsonNode? value) => value?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 60)] : "null";
}

/// <summary>One call as the document tells it.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Json">All that is said of it.</param>
public sealed record Operation(string Method, string Path, JsonObject Json)
{
    public IEnumerable<JsonObject> Parameters => (Json["parameters"] as JsonArray ?? []).Select(p => p!.AsObject());

    /// <summary>Its body by content type.</summary>
    public JsonObject? Bodies => Json["requestBody"]?["content"]?.AsObject();

    public JsonObject Answers => Json["responses"]!.AsObject();

    /// <summary>The path with the examples of its parameters.</summary>
    public string ExamplePath => Parameters.Where(p => (string?)p["in"] == "path").Aggregate(
        Path, (path, p) =>
            path.Replace(
                $"{{{p["name"]}}}", Uri.EscapeDataString((p["example"] ?? p["schema"]!["enum"]?[0])?.ToString() ?? ""),
                StringComparison.Ordinal));

    public override string ToString() => $"{Method} {Path}";
}
