using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using ServiceTracker.Application;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api.Document;

/// <summary>Problem details as they really are: with a code, the bad fields and the id under which the request stands in the log.</summary>
public static class ProblemShape
{
    /// <summary>Name of the component.</summary>
    public const string Name = nameof(ProblemDetails);

    private static readonly Dictionary<int, string> Meanings = new()
    {
        [400] = "The request cannot be read, or broke off.",
        [401] = "There is no valid token.",
        [403] = "The token's role, sites or scope do not allow this.",
        [404] = "There is no such thing, or it is not for this token to see.",
        [408] = "The body came too slowly. Send it again.",
        [409] = "It contradicts what is stored.",
        [412] = "It is not the version that was asked for, or is there already.",
        [413] = "The body is too large.",
        [415] = "The body is of another type.",
        [422] = "Sending the same again will never work: every bad field is listed under errors.",
        [428] = "Send If-Match with the ETag that was read.",
        [429] = "Too many calls in this minute, or too many at once. Nothing was done; try again later.",
        [503] = "The store cannot be reached or has too much to do. Try again.",
        [507] = "The store has no room left.",
    };

    /// <summary>Gives the component its members.</summary>
    public static void Describe(OpenApiDocument document)
    {
        document.Components!.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[Name] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457 problem details.",
            Required = new HashSet<string> { "title", "status", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("What the status means, as an address."),
                ["title"] = Text("What happened, in a sentence."),
                ["status"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Description = "The HTTP status.",
                    Minimum = "400",
                    Maximum = "599",
                },
                ["detail"] = Text("What to do about it."),
                ["instance"] = Text("The request it happened to."),
                ["code"] = Text("Stable name of the problem, for programs."),
                ["steps"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "For the code not_allowed_now, the steps that are.",
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
                ["traceId"] = Text("Id of the request in the server's log."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "Every bad field, for the codes validation and unknown_reference.",
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "path", "code", "message" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["path"] = Text("JSON path of the field; $. and its name for a parameter."),
                            ["code"] = Text("What is wrong, for programs."),
                            ["message"] = Text("What to do about it, for people."),
                        },
                    },
                },
            },
        };
    }

    /// <summary>What a status means.</summary>
    public static string Meaning(int status) => Meanings.GetValueOrDefault(status, "It was refused.");

    /// <summary>A problem of this status as it is answered, or null.</summary>
    public static JsonNode? Example(int status) => status switch
    {
        400 => Of(Problems.Validation([new("$", "malformed", "This is not JSON: line 1, byte 12.")], 400)),
        401 => Of(Problems.Unauthorized()),
        403 => Of(Problems.Forbidden("This token's role or scope does not allow this call.")),
        404 => Of(Problems.NotFound("There is no site “harbour”.")),
        409 => Of(Problems.Conflict("Baseline 3 is published and cannot be changed.")),
        412 => Of(Problems.Stale("It is at version 4 now. Read it again.")),
        413 => Of(Problems.TooLarge(BodyLimit.Default)),
        422 => Of(Problems.Validation([new("$.name", FieldError.Required, "Give it a name.")])),
        503 => Of(Problems.Unavailable(StoreTrouble.Away)),
        507 => Of(Problems.Unavailable(StoreTrouble.DiskFull)),
        _ => null,
    };

    private static JsonNode? Of(ProblemHttpResult problem) =>
        JsonSerializer.SerializeToNode(problem.ProblemDetails, JsonSerializerOptions.Web);

    private static OpenApiSchema Text(string meaning) => new() { Type = JsonSchemaType.String, Description = meaning };
}
