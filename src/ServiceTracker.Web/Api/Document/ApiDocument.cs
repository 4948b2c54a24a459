using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ServiceTracker.Web.Api.Document;

/// <summary>
/// What the OpenAPI document says beyond what the endpoints say themselves. An endpoint gives its name, summary, description and shapes;
/// limits, words, statuses, headers and examples follow from the code here, for every endpoint alike.
/// </summary>
public static class ApiDocument
{
    // Beside the name, what a reader wants to know of a group of calls.
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Organisation", "Sites, teams, staff, channels and reasons: created and changed by their codes."),
        ("Baselines", "The published sets of expectations by which interactions are scored."),
        ("Interactions", "Logging interactions, one or many at once, and reading them."),
        ("Observations", "Whom to observe next, and how far observers agree."),
        ("Imports", "Files of any size, taken in whole or not at all."),
        ("Consistency", "Whether the basics are delivered every time: figures, charts and comparisons of what is stored."),
        ("Flags", "What is no longer as usual, and the work on it; notes on the data."),
        ("Charts", "Control charts of any series that a caller sends; nothing is stored."),
        ("Reports", "The files of each ISO week."),
        ("Deliveries", "Where sealed weeks are sent, and what became of it."),
        ("Observations", "What others saw of a contact: whom to observe next, and how far observers agree."),
        ("Recovery", "Bad experiences that are turned round: cases, their steps, and how many were recovered."),
        ("Disputes", "What a person holds against a miss on their name, and how it was ruled on."),
        ("Safety", "What customers did that nobody has to bear, apart from every score."),
        ("Coverage", "How many contacts there were, from a till or a phone system, against how many were logged."),
        ("Devices", "What stands at a counter: pairing, PINs, locks, and entries that are nobody's yet."),
        ("Accounts", "Who may sign in, and what they may do."),
        ("Tokens", "How programs sign in: rights, sites, expiry and last use."),
        ("Audit", "Who changed what and when, in a chain of closed days."),
    ];

    public static void Configure(OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = type =>
            type.Type == typeof(ObservationsView) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer(SchemaFacts.Apply);
        options.AddOperationTransformer(ParameterFacts.Apply);
        options.AddOperationTransformer(SharedAnswers.Apply);
        options.AddDocumentTransformer((document, context, _) =>
        {
            Introduce(document);
            ProblemShape.Describe(document);
            OpenAnswers.Apply(document);
            Examples.Apply(document);
            return Task.CompletedTask;
        });
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ServiceTracker API",
            Version = "v1",
            Description =
                "Logs interactions and shows whether the basics are delivered every time. " +
                "Every call needs a token, sent as Authorization: Bearer. "
                + "Errors are RFC 9457 problem details with a stable code and the JSON path of every bad field. "
                + "Bodies with members that are not listed are refused; answers may gain members, so ignore those you do not know.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // The same document on every server.
        document.Servers = [new OpenApiServer { Url = "/", Description = "The server that gave out this document." }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token made with: token create",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        var used = (document.Tags ?? new HashSet<OpenApiTag>()).Select(t => t.Name).ToHashSet();
        document.Tags = new HashSet<OpenApiTag>(
            Tags.Where(t => used.Remove(t.Name)).Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }));
        if (used.Count > 0) throw new InvalidOperationException($"Describe what these tags hold: {string.Join(", ", used)}.");
    }
}
