using Microsoft.OpenApi;

namespace ServiceTracker.Web.Api.Document;

/// <summary>
/// Bodies are closed: a member that is not known is refused. Answers are open, so that a new member breaks no strict client, and always
/// have all of their members. A shape that is used both ways is listed twice.
/// </summary>
public static class OpenAnswers
{
    public static void Apply(OpenApiDocument document)
    {
        var components = document.Components!.Schemas!;
        var operations = document.Paths.Values.SelectMany(p => p.Operations!.Values).ToList();
        var (sent, answered) = (new HashSet<string>(), new HashSet<string>());
        foreach (var body in operations.SelectMany(o => o.RequestBody?.Content?.Values ?? [])) Collect(body.Schema, components, sent);
        foreach (var answer in AnswersOf(operations)) Collect(answer.Schema, components, answered);

        foreach (var schema in sent.Select(n => components[n]).OfType<OpenApiSchema>())
        {
            // Whoever has to be there cannot be null, which for a shape of its own is said beside the reference to it.
            foreach (var name in schema.Required ?? new HashSet<string>())
                if (schema.Properties![name].OneOf is { Count: 2 } choices)
                    schema.Properties[name] = choices.Single(c => c.Type != JsonSchemaType.Null);
        }

        var names = answered.Intersect(sent).ToDictionary(n => n, n => OpenName(n, components));
        foreach (var (name, open) in names) components[open] = components[name].CreateShallowCopy();
        foreach (var name in answered.Select(n => names.GetValueOrDefault(n, n)))
        {
            if (components[name] is not OpenApiSchema schema || name == ProblemShape.Name) continue;
            schema.AdditionalPropertiesAllowed = true;
            if (schema.Properties is { Count: > 0 } members) schema.Required = members.Keys.ToHashSet();
            Rename(schema, names, document);
        }

        foreach (var answer in AnswersOf(operations)) answer.Schema = Renamed(answer.Schema, names, document);
        document.Components.Schemas = new SortedDictionary<string, IOpenApiSchema>(components, StringComparer.Ordinal);
    }

    private static IEnumerable<OpenApiMediaType> AnswersOf(IEnumerable<OpenApiOperation> operations) =>
        operations.SelectMany(o => o.Responses!.Values).SelectMany(r => r.Content?.Values ?? []);

    private static string OpenName(string name, IDictionary<string, IOpenApiSchema> components)
    {
        var stem = name.EndsWith("Input", StringComparison.Ordinal) || name.EndsWith("Entry", StringComparison.Ordinal) ? name[..^5] : name;
        return components.ContainsKey(stem + "View") ? stem + "Answer" : stem + "View";
    }

    private static void Collect(IOpenApiSchema? schema, IDictionary<string, IOpenApiSchema> components, HashSet<string> found)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } name })
        {
            if (found.Add(name)) Collect(components[name], components, found);
            return;
        }

        if (schema is null) return;
        foreach (var part in Parts(schema)) Collect(part, components, found);
    }

    private static IEnumerable<IOpenApiSchema?> Parts(IOpenApiSchema schema) =>
        [.. schema.Properties?.Values ?? [], schema.Items, schema.AdditionalProperties, .. schema.AnyOf ?? [], .. schema.OneOf ?? [],
        .. schema.AllOf ?? []];

    private static IOpenApiSchema? Renamed(IOpenApiSchema? schema, Dictionary<string, string> names, OpenApiDocument document)
    {
        switch (schema)
        {
            case OpenApiSchemaReference { Reference.Id: { } name } reference:
                return names.TryGetValue(name, out var open)
                    ? new OpenApiSchemaReference(open, document) { Description = reference.Description } : schema;
            case OpenApiSchema part:
                var copy = (OpenApiSchema)part.CreateShallowCopy();
                Rename(copy, names, document);
                return copy;
            default:
                return schema;
        }
    }

    private static void Rename(OpenApiSchema schema, Dictionary<string, string> names, OpenApiDocument document)
    {
        schema.Properties = schema.Properties?.ToDictionary(p => p.Key, p => Renamed(p.Value, names, document)!);
        schema.Items = Renamed(schema.Items, names, document);
        schema.AdditionalProperties = Renamed(schema.AdditionalProperties, names, document);
        schema.AnyOf = schema.AnyOf?.Select(s => Renamed(s, names, document)!).ToList();
        schema.OneOf = schema.OneOf?.Select(s => Renamed(s, names, document)!).ToList();
        schema.AllOf = schema.AllOf?.Select(s => Renamed(s, names, document)!).ToList();
    }
}
