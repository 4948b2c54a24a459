using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api.Document;

/// <summary>
/// Limits, words and required members of the shapes, from the validators that hold them and from the attributes on their members.
/// </summary>
public static class SchemaFacts
{
    /// <summary>A time of day as the API writes it; JSON Schema's own format asks for an offset too.</summary>
    private const string TimeOfDay = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";

    private static readonly Dictionary<Type, IValidator> Validators = typeof(FieldError).Assembly.GetExportedTypes()
        .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IValidator)) && t.GetConstructor([]) is not null)
        .ToDictionary(t => t.BaseType!.GetGenericArguments()[0], t => (IValidator)Activator.CreateInstance(t)!);

    public static Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var orNull = type == context.JsonTypeInfo.Type ? default : JsonSchemaType.Null;
        if (type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String | orNull;
        else if (type == typeof(TimeOnly)) (schema.Type, schema.Format, schema.Pattern) = (JsonSchemaType.String | orNull, null, TimeOfDay);
        else if (type == typeof(ObservationAnswers)) DescribeAnswers(schema);
        else if (type == typeof(ObservationsView))
            (schema.Type, schema.AdditionalProperties) = (JsonSchemaType.Object, AnswerOf(SnakeCase<ObservationResult>.All));
        else if (context.JsonPropertyInfo is null && schema.Properties is { Count: > 0 } members)
            DescribeMembers(schema, members, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    /// <summary>Makes a text one of a list of words, in a list or dictionary each of its texts.</summary>
    public static void Limit(IOpenApiSchema schema, OneOfAttribute words)
    {
        if (schema is not OpenApiSchema s) return;
        if (s.Items is { } item) Limit(item, words);
        else if (s.AdditionalProperties is { } value) Limit(value, words);
        else
        {
            s.Enum = [.. words.Words.Select(w => (JsonNode)JsonValue.Create(w))];
            if (s.Type is { } type && type.HasFlag(JsonSchemaType.Null)) s.Enum.Add(JsonNullSentinel.JsonNull);
        }
    }

    private static void DescribeMembers(OpenApiSchema schema, IDictionary<string, IOpenApiSchema> members, JsonTypeInfo type)
    {
        var validator = Validators.GetValueOrDefault(type.Type);
        // A record's constructor asks for all of its members; a body needs only those without which it is refused.
        if (type.Type.Name.EndsWith("Input", StringComparison.Ordinal) || validator is not null) schema.Required = new HashSet<string>();
        var byMember = type.Properties.Where(p => members.ContainsKey(p.Name)).ToDictionary(p => NameOf(p), p => p);
        foreach (var property in byMember.Values)
        {
            var attributes = property.AttributeProvider;
            if (attributes?.GetCustomAttributes(typeof(OneOfAttribute), true) is [OneOfAttribute words, ..])
                Limit(members[property.Name], words);
            if (attributes?.IsDefined(typeof(RequiredAttribute), true) == true) Require(schema, property.Name);
        }

        foreach (var rule in validator?.CreateDescriptor().Rules ?? [])
        {
            if (rule.PropertyName is not { } member || !byMember.TryGetValue(member, out var property)) continue;
            foreach (var component in rule.Components)
                Take(
                    component.Validator, schema, property.Name,
                    always: !rule.HasCondition && !component.HasCondition && !rule.HasAsyncCondition);
        }
    }

    private static string NameOf(JsonPropertyInfo property) => (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;

    private static void Take(IPropertyValidator rule, OpenApiSchema schema, string name, bool always)
    {
        var member = schema.Properties![name] as OpenApiSchema;
        switch (rule)
        {
            case INotNullValidator or INotEmptyValidator when always:
                Require(schema, name);
                if (rule is INotEmptyValidator && member?.Type is { } type && type.HasFlag(JsonSchemaType.String) && member.Format is null)
                    member.MinLength = 1;
                break;
            case ILengthValidator length when member is not null:
                if (length.Max > 0) member.MaxLength = length.Max;
                if (length.Min > 0) member.MinLength = length.Min;
                break;
            case IBetweenValidator between when member is not null:
                (member.Minimum, member.Maximum) = (Text(between.From), Text(between.To));
                break;
        }
    }

    // Whoever has to be there cannot be null.
    private static void Require(OpenApiSchema schema, string name)
    {
        (schema.Required ??= new HashSet<string>()).Add(name);
        if (schema.Properties![name] is not OpenApiSchema { Type: { } type } member) return;
        member.Type = type & ~JsonSchemaType.Null;
        member.Enum?.Remove(JsonNullSentinel.JsonNull);
    }

    private static string Text(object limit) => Convert.ToString(limit, CultureInfo.InvariantCulture)!;

    private static void DescribeAnswers(OpenApiSchema schema)
    {
        schema.Type = null;
        schema.Properties = null;
        schema.Required = null;
        schema.Description =
            "\"all_met\", or an answer for each applicable expectation by its code: met, missed or na; a number for a measure.";
        ObservationResult[] given = [ObservationResult.Met, ObservationResult.Missed, ObservationResult.Na];
        var answers = given.Select(SnakeCase<ObservationResult>.Text);
        schema.AnyOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create(ApiJson.AllMet)] },
            new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = AnswerOf(answers) },
        ];
    }

    private static OpenApiSchema AnswerOf(IEnumerable<string> words) => new()
    {
        AnyOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Select(w => JsonValue.Create(w))] },
            new OpenApiSchema { Type = JsonSchemaType.Number, Minimum = "0", Maximum = Text(Expectation.MaxMeasure) },
        ],
    };
}
