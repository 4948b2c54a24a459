using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Flags;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Web.Api.Document;

namespace ServiceTracker.Tests.Document;

public sealed class DocumentTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Every_operation_says_what_it_is_what_it_takes_and_what_it_answers()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var document = await ApiDocumentReader.OfAsync(app);
        var lacking = new List<string>();
        foreach (var operation in document.Operations)
        {
            void Needs(bool there, string what)
            {
                if (!there) lacking.Add($"{operation} lacks {what}");
            }

            foreach (var member in (string[])["operationId", "summary", "description"]) Needs(IsText(operation.Json[member]), member);
            foreach (var parameter in operation.Parameters)
                Needs(IsText(parameter["description"]), $"a description of {parameter["name"]}");
            foreach (var (type, body) in operation.Bodies ?? [])
            {
                Needs(body!["example"] is not null, $"an example of its body in {type}");
                if (body["schema"] is not { } schema || !type.Contains("json", StringComparison.Ordinal)
                    || type.Contains("ndjson", StringComparison.Ordinal)) continue;
                foreach (var fault in document.Faults(body["example"], schema)) Needs(false, $"a valid example: {fault}");
            }

            Needs(operation.Answers.Any(a => a.Key[0] == '2'), "an answer");
            foreach (var (status, answer) in operation.Answers)
            {
                Needs(IsText(answer!["description"]), $"a description of {status}");
                foreach (var (type, content) in answer["content"]?.AsObject() ?? [])
                {
                    if (type == "application/json") Needs(content!["example"] is not null, $"an example of {status}");
                    if (content!["example"] is { } example)
                        foreach (var fault in document.Faults(example, content["schema"]!))
                            Needs(false, $"a valid example of {status}: {fault}");
                }
            }
        }

        Assert.True(lacking.Count == 0, string.Join('\n', lacking));
    }

    /// <summary>Each body is sent as it stands, again and again until what it refers to is there.</summary>
    [Fact]
    public async Task The_example_of_every_body_is_taken_by_the_program_and_answered_in_the_shape_that_is_told()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var document = await ApiDocumentReader.OfAsync(app);
        using var admin = await app.AdminAsync();
        // Nobody rules on what they logged themselves.
        using var other = await app.AdminAsync();
        // These have ids that the program gives: an example cannot know them.
        string[] ofGivenId =
        [
            "/accounts/{id}", "/coaching/{id}", "/recoveries/{id}", "/devices/{id}", "/receipts/{id}", "/approvals/{id}",
            "/unclaimed-entries/{id}",
        ];
        var bodies = document.Operations.Where(o =>
            (o.Method is "PUT" or "POST" or "PATCH") && !ofGivenId.Any(p => o.Path.Contains(p, StringComparison.Ordinal)))
            .SelectMany(o =>
                (o.Bodies ?? new JsonObject { [""] = new JsonObject() })
                    .Select(b => (Operation: o, Type: b.Key, Example: b.Value!["example"]))).ToList();
        var (refused, left) = (new List<string>(), new List<string>());
        // What renames or merges something comes when all that refers to it has been sent.
        foreach (var turn in bodies.GroupBy(b =>
            b.Operation is { Method: "POST", Bodies: not null } o && o.Path.Contains('{', StringComparison.Ordinal)).OrderBy(g => g.Key))
        {
            if (turn.Key)
            {
                (await admin.PutAsync("staff/dvolkow", new { name = "D. Volkow", site = "harbour" })).Is(201);
                await new RaisedFlag { Id = Guid.Parse(Examples.Id) }.StoreAsync(app);
                // The week of the examples is over then, and can be sealed.
                app.Clock.Advance(TimeSpan.FromDays(3));
            }

            var waiting = turn.OrderBy(b =>
                b.Operation.Method == "POST" && b.Operation.Path.Contains('{', StringComparison.Ordinal) ? 2 : b.Operation.Method == "POST"
                    ? 0 : 1).ThenBy(b => b.Operation.Path, StringComparer.Ordinal).ToList();
            for (var sent = -1; sent != 0 && waiting.Count > 0;)
            {
                refused.Clear();
                sent = 0;
                foreach (var one in waiting.ToList())
                {
                    var by = one.Operation.Path.EndsWith("/rulings", StringComparison.Ordinal) ? other : admin;
                    var answer = await SendAsync(by, one.Operation, one.Type, one.Example);
                    if (answer.Status is < 200 or > 299)
                    {
                        refused.Add($"{one.Operation} {one.Type} answered {answer.Status}: {answer.Text}");
                        continue;
                    }

                    var shape = one.Operation.Answers[$"{answer.Status}"]?["content"]?["application/json"]?["schema"];
                    if (shape is not null) Assert.Empty(document.Faults(answer.Json, shape));
                    waiting.Remove(one);
                    sent++;
                }
            }

            left.AddRange(refused);
            refused.Clear();
        }

        Assert.True(left.Count == 0, string.Join('\n', left));
    }

    [Fact]
    public async Task Bodies_are_closed_and_answers_are_open()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var document = await ApiDocumentReader.OfAsync(app);
        foreach (var operation in document.Operations)
        {
            foreach (var (_, body) in operation.Bodies ?? [])
                if (document.Resolved(body!["schema"]!) is { } shape && shape["properties"] is not null)
                    Assert.False((bool?)shape["additionalProperties"] ?? true, $"{operation} takes any member.");
            foreach (var content in operation.Answers.SelectMany(a => a.Value!["content"]?.AsObject() ?? []))
                AssertOpen(document, content.Value!["schema"]!, []);
        }
    }

    private static void AssertOpen(ApiDocumentReader document, JsonNode schema, HashSet<string> seen)
    {
        if ((string?)schema["$ref"] is { } name && !seen.Add(name)) return;
        schema = document.Resolved(schema);
        Assert.False(
            schema["additionalProperties"] is JsonValue closed && !(bool)closed,
            $"A new member would break whoever reads {schema.ToJsonString()}");
        IEnumerable<JsonNode?> parts =
        [
            .. schema["properties"]?.AsObject().Select(p => p.Value) ?? [], schema["items"], schema["additionalProperties"] as JsonObject,
            .. schema["anyOf"]?.AsArray() ?? [], .. schema["oneOf"]?.AsArray() ?? [],
        ];
        foreach (var part in parts) if (part is not null) AssertOpen(document, part, seen);
    }

    private static async Task<Answer> SendAsync(Api api, Operation operation, string type, JsonNode? example)
    {
        using var content = type.Length == 0 ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(
            type.EndsWith("/json", StringComparison.Ordinal) ? example!.ToJsonString() : (string)example!));
        if (content is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await api.SendAsync(
            new HttpMethod(operation.Method), operation.ExamplePath + (type == "application/x-ndjson" ? "?format=ndjson" : ""), content,
            operation.Method == "PATCH" ? "*" : null);
    }

    private static bool IsText(JsonNode? text) => !string.IsNullOrWhiteSpace((string?)text);
}
