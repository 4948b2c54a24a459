using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Api.Document;

/// <summary>
/// What the parameters of paths and queries mean. The same name means the same in every call, so it is described once; a call that means
/// something of its own says so with <see cref="DescriptionAttribute"/>.
/// </summary>
public static class ParameterFacts
{
    private static readonly Dictionary<string, Fact> ByName = new(StringComparer.Ordinal)
    {
        ["code"] = new("Its code.", IsCode),
        ["site"] = new("Code of a site: only what belongs to it.", IsCode, "harbour"),
        ["team"] = new("Code of a team of the site.", IsCode, "front"),
        ["staff"] = new("Code of a staff member: only what they served.", IsCode, "dvolkov"),
        ["channel"] = new("Code of a channel: only what was served there.", IsCode, "counter"),
        ["from"] = new("First business date, as yyyy-MM-dd.", IsDate, "2026-11-01"),
        ["to"] = new("Last business date, as yyyy-MM-dd.", IsDate, "2026-11-20"),
        ["date"] = new("Business date, as yyyy-MM-dd.", IsDate, "2026-11-19"),
        ["after"] = new("Where the page before ended: take it from next, unchanged."),
        ["limit"] = new("Most items on the page.", s =>
        {
            (s.Type, s.Format, s.Pattern) = (JsonSchemaType.Integer, "int32", null);
            (s.Minimum, s.Maximum, s.Default) = (
                "1", InteractionListQuery.MaxLimit.ToString(CultureInfo.InvariantCulture), InteractionListQuery.DefaultLimit);
        }, InteractionListQuery.DefaultLimit),
        ["number"] = new("Number of the baseline.", s => s.Minimum = "1", 1),
        ["id"] = new("Its id.", s => s.Format = "uuid", Examples.Id),
        ["name"] = new("Its name.", IsCode, "till"),
        ["week"] = new("ISO 8601 week, as 2026-W47.", s => s.Pattern = "^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$", "2026-W47"),
    };

    // What the code in a path is the code of, by the word before it.
    private static readonly Dictionary<string, string> CodesOf = new(StringComparer.Ordinal)
    {
        ["sites"] = "harbour",
        ["teams"] = "front",
        ["staff"] = "dvolkov",
        ["channels"] = "counter",
        ["reasons"] = "renewal",
    };

    // By what is done with it, before all else: who is merged into somebody is somebody else.
    private static readonly Dictionary<string, string> CodesDoneTo = new(StringComparer.Ordinal) { ["merge"] = "dvolkow" };

    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var declared = context.Description.ParameterDescriptions.ToLookup(
            p => p.Name, p => (p.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.Name is not { } name || parameter.In is ParameterLocation.Header) continue;
            // What is compared may be two revisions as well as two dates.
            if (name is "from" or "to" && parameter.Schema is OpenApiSchema { Type: { } type } number
                && type.HasFlag(JsonSchemaType.Integer))
            {
                number.Minimum = "1";
                parameter.Example = JsonValue.Create(name == "from" ? 1 : 2);
            }
            else if (parameter.Schema is OpenApiSchema schema && ByName.TryGetValue(name, out var fact))
            {
                fact.Shape?.Invoke(schema);
                parameter.Description ??= fact.Meaning;
                if (fact.Example is { } example) parameter.Example = JsonValue.Create(example);
            }

            var path = context.Description.RelativePath?.Split('/') ?? [];
            var before = path.TakeWhile(s => s != $"{{{name}}}").LastOrDefault();
            if (parameter.In is ParameterLocation.Path && before is not null
                && (CodesDoneTo.TryGetValue(path[^1], out var code) || CodesOf.TryGetValue(before, out code)))
                parameter.Example = JsonValue.Create(code);
            if (declared[name].FirstOrDefault() is not { } info) continue;
            if (info.GetCustomAttribute<DescriptionAttribute>() is { } meaning) parameter.Description = meaning.Description;
            if (info.GetCustomAttribute<OneOfAttribute>() is { } words && parameter.Schema is { } limited)
                SchemaFacts.Limit(limited, words);
            if (info.GetCustomAttribute<DefaultValueAttribute>() is { Value: { } usual } && parameter.Schema is OpenApiSchema s)
                s.Default = JsonValue.Create(usual);
        }

        return Task.CompletedTask;
    }

    private static void IsCode(OpenApiSchema schema) =>
        (schema.Type, schema.MinLength, schema.MaxLength) = (JsonSchemaType.String, 1, Code.MaxLength);

    private static void IsDate(OpenApiSchema schema) => (schema.Type, schema.Format) = (JsonSchemaType.String, "date");

    /// <summary>A parameter of one name.</summary>
    /// <param name="Meaning">Its description.</param>
    /// <param name="Shape">Its limits, put on the schema.</param>
    /// <param name="Example">A value of it.</param>
    private sealed record Fact(string Meaning, Action<OpenApiSchema>? Shape = null, object? Example = null);
}
