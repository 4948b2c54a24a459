using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Web.Api;

/// <summary>What the OpenAPI document says beyond what the endpoints say themselves.</summary>
public static class ApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "ServiceTracker API",
                Version = "v1",
                Description = "Logs interactions and shows whether the basics are delivered every time. Errors are RFC 9457 problem details with a stable code and the JSON path of every bad field.",
            };
            // The same document on every server.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token made with: token create" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
        options.CreateSchemaReferenceId = type => type.Type == typeof(ObservationsView) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(ObservationAnswers)) DescribeObservations(schema);
            if (context.JsonTypeInfo.Type == typeof(ObservationsView)) schema.Type = JsonSchemaType.Object;
            return Task.CompletedTask;
        });
    }

    private static void DescribeObservations(OpenApiSchema schema)
    {
        schema.Type = null;
        schema.Properties = null;
        schema.Required = null;
        schema.Description = "\"all_met\", or an answer for each applicable expectation by its code: met, missed or na; a number for a measure.";
        schema.AnyOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("all_met")] },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema
                {
                    AnyOf =
                    [
                        new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("met"), JsonValue.Create("missed"), JsonValue.Create("na")] },
                        new OpenApiSchema { Type = JsonSchemaType.Number },
                    ],
                },
            },
        ];
    }
}
