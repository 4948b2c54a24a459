using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ServiceTracker.Web.Api.Document;

/// <summary>
/// The refusals and headers that calls of a kind share: whatever takes a body can be refused for it, whatever asks the store can find it
/// away, whatever is edited has a tag. Only what is a call's own is declared with the call.
/// </summary>
public static class SharedAnswers
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var method = context.Description.HttpMethod ?? "";
        var path = context.Description.RelativePath ?? "";
        var writes = metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any(a => a.Policy == Access.Policies.Writes);
        var tagged = method is "PUT" or "PATCH" || metadata.OfType<EntityTagMetadata>().Any();
        var conditional = tagged && method is not "GET" && path.Contains('{', StringComparison.Ordinal);

        var refusals = new SortedSet<int> { 400, 401, 403, 422, 429, 503 };
        if (path.Contains('{', StringComparison.Ordinal)) refusals.Add(404);
        if (metadata.OfType<IAcceptsMetadata>().Any()) refusals.UnionWith([408, 413, 415]);
        if (writes) refusals.Add(507);
        if (conditional) refusals.Add(412);
        if (method is "PATCH") refusals.Add(428);
        operation.Responses ??= [];
        if (tagged && method is "GET")
            operation.Responses.TryAdd("304", new OpenApiResponse { Description = "The caller has what there is." });
        foreach (var status in refusals)
            operation.Responses.TryAdd(status.ToString(System.Globalization.CultureInfo.InvariantCulture), new OpenApiResponse());
        foreach (var (status, answer) in operation.Responses.ToList())
        {
            if (answer is not OpenApiResponse response) continue;
            if (int.TryParse(status, out var code) && code >= 400) Refuse(response, code, context.Document!);
            if (status is "200" or "201" or "304" && tagged)
                AddHeader(
                    response, "ETag", "Number of its version in quotation marks; send it as If-Match to save only what you read.", "\"3\"");
            if (status is "201") AddHeader(response, "Location", "Path of what was created.", "/api/v1/sites/harbour");
            if (status is "200" or "201" or "429")
            {
                AddHeader(
                    response, "RateLimit", "Calls that are left (r) of this token or address, and in how many seconds there are more (t).",
                    "\"token\";r=999999;t=42");
                AddHeader(
                    response, "RateLimit-Policy", "How many calls (q) are answered in how many seconds (w).", "\"token\";q=1000000;w=60");
            }

            if (status is "429" or "503" or "507") AddHeader(response, "Retry-After", "Seconds after which to try again.", 5);
            if (status is "401") AddHeader(response, "WWW-Authenticate", "How to sign in.", "Bearer");
        }

        var ordered = operation.Responses.OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        operation.Responses.Clear();
        foreach (var (status, answer) in ordered) operation.Responses.Add(status, answer);
        if (tagged && method is "GET")
            AddRequestHeader(operation, "If-None-Match", "The ETag that was read: 304 while it is still that version.", "\"3\"");
        if (conditional)
            AddRequestHeader(
                operation, "If-Match",
                "The ETag that was read: saves only while it is still that version (412 otherwise). * saves only what is there.", "\"3\"");
        if (method is "PUT" && conditional)
            AddRequestHeader(operation, "If-None-Match", "*: creates only, and does not change what is there (412 otherwise).", "*");
        return Task.CompletedTask;
    }

    private static void Refuse(OpenApiResponse response, int status, OpenApiDocument document)
    {
        // What a call declares of its own, such as the outcome of a refused import, comes beside the problem.
        OpenApiMediaType? own = null;
        response.Content?.TryGetValue("application/json", out own);
        response.Description = ProblemShape.Meaning(status);
        var problem = new OpenApiMediaType
        {
            Schema = new OpenApiSchemaReference(ProblemShape.Name, document),
            Example = ProblemShape.Example(status),
        };
        response.Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = problem };
        if (own?.Schema is { } schema && schema is not OpenApiSchemaReference { Reference.Id: ProblemShape.Name })
            response.Content["application/json"] = own;
    }

    private static void AddHeader(OpenApiResponse response, string name, string meaning, JsonNode example)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        var type = example.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonSchemaType.Integer : JsonSchemaType.String;
        response.Headers[name] = new OpenApiHeader { Description = meaning, Schema = new OpenApiSchema { Type = type }, Example = example };
    }

    private static void AddRequestHeader(OpenApiOperation operation, string name, string meaning, string example)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.Any(p => p.Name == name)) return;
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = meaning,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = example,
        });
    }
}

/// <summary>The endpoint's answers carry the ETag of what they are about. Whatever answers PUT or PATCH does so without saying
/// it.</summary>
public sealed record EntityTagMetadata;
