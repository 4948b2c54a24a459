using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using ServiceTracker.Application.Coverage;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Application.Disputes;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Flags.Coaching;
using ServiceTracker.Application.Recovery;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Infrastructure.Devices;

namespace ServiceTracker.Web.Api.Document;

/// <summary>
/// An example of every body and answer. Bodies are written out where rules tie their members together; all else is put together from the
/// shape, with the values that members of a name usually have. A test sends every body to the program and holds every example to its shape.
/// </summary>
public static class Examples
{
    /// <summary>The id of what the examples are about.</summary>
    public const string Id = "0193485f-3c00-7a51-9c44-5d1e0a7f2b60";

    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        [nameof(BaselineInput)] = """
            {"name": "Winter basics", "effectiveFrom": "2026-01-01", "targetConsistency": 0.95, "expectations": [
              {"code": "greeted", "question": "Greeted within a minute?", "promise": "You are seen.", "kind": "check", "weight": 1},
              {"code": "identity", "question": "Identity checked?", "promise": "Your account is safe.", "kind": "check", "weight": 3,
               "critical": true},
              {"code": "wait_seconds", "question": "How long was the wait?", "promise": "You wait a minute at most.", "kind": "measure",
               "unit": "s", "target": 60, "direction": "atMost", "weight": 2, "channels": ["counter"]}]}
            """,
        [nameof(ImportMappingInput)] = """
            {"separator": ";", "encoding": "windows-1252", "decimal": ",", "dateFormat": "dd.MM.yyyy HH:mm", "zone": "Europe/Berlin",
             "columns": {"Filiale": "site", "Wann": "occurred_at", "Bedienung": "staff", "Weg": "channel", "Begrüßt": "basic:greeted"},
             "values": {"Weg": {"Schalter": "counter"}, "Begrüßt": {"J": "met", "N": "missed"}}, "key": ["Beleg"], "keepLast": true}
            """,
        [nameof(DeliveryInput)] = """
            {"kind": "folder", "target": "payroll/weekly", "files": ["consistency.csv", "staff.csv"],
             "sites": ["harbour"], "revisions": "all", "enabled": true}
            """,
        [nameof(InteractionEntry)] = $$"""
            {"id": "{{Id}}", "site": "harbour", "staff": "dvolkov", "channel": "counter", "reason": "renewal",
             "occurredAt": "2026-11-20T10:46:00+00:00", "source": "self", "check": "full",
             "observations": {"greeted": "met", "identity": "missed", "wait_seconds": 42}, "causes": {"identity": "process"},
             "standOuts": [{"kind": "personal", "note": "Asked after the move."}], "outcome": "served", "csat": 4,
             "note": "The card reader was down."}
            """,
        [nameof(ContactCountInput)] = """{"contacts": 240, "channels": {"counter": 180}}""",
        [nameof(InteractionCorrection)] = """
            {"reason": "The greeting was heard.", "observations": {"greeted": "met"}, "note": "Heard by the next in the queue."}
            """,
        [nameof(DisputeInput)] = """{"expectation": "identity", "reason": "The card reader was down all morning."}""",
        [nameof(RulingInput)] = """
            {"expectation": "identity", "ruling": "excused", "cause": "outage", "reason": "The log of the reader says so."}
            """,
        [nameof(StaffInput)] = """
            {"name": "Dana Volkov", "site": "harbour", "team": "front", "role": "Teller", "periods": [{"from": "2025-03-01", "to": null}]}
            """,
        [nameof(TokensApi.TokenInput)] = """
            {"name": "Tills of the harbour", "role": "staff", "sites": ["harbour"], "scopes": ["write"],
             "expiresAt": "2030-01-01T00:00:00+00:00", "staff": "dvolkov"}
            """,
        [nameof(StaffCodeInput)] = """{"code": "dana.volkov"}""",
        [nameof(StaffMergeInput)] = """{"into": "dvolkov"}""",
        [nameof(AccountsApi.AccountInput)] = """
            {"email": "dana@example.org", "name": "Dana Volkov", "role": "manager", "sites": ["harbour"]}
            """,
        [nameof(AccountsApi.AccountPatch)] = """{"role": "ops", "disabled": false}""",
        [nameof(FlagTransitionInput)] = """
            {"to": "acting", "finding": "system", "action": "The script asks for the name first.", "lookAgainOn": "2026-12-11",
             "owner": "dana@example.org"}
            """,
        [nameof(RecoveryInput)] = """
            {"site": "harbour", "channel": "counter", "customer": "c-4711", "reason": "renewal", "cause": "process"}
            """,
        [nameof(RecoveryTransitionInput)] = """
            {"to": "explained", "words": "We are sorry: the letter went to your old address.", "cause": "process"}
            """,
        [nameof(ConversationInput)] = """
            {"staff": "dvolkov", "date": "2026-11-20", "observed": "The greeting is left out when the queue is long.",
             "agreed": [{"step": "Greet before the card is read.", "until": "2026-12-04"}], "privateNote": "Asked for other hours."}
            """,
        [nameof(ConversationPatch)] = """{"observed": "The greeting is left out on Mondays."}""",
        [nameof(ProcessChangeInput)] = """
            {"site": "harbour", "channel": "counter", "date": "2026-11-16", "what": "Cards are read before the greeting.",
             "why": "The new readers take longer.", "rebase": true}
            """,
        [nameof(SealsApi.SealInput)] = """{"site": "harbour"}""",
        [nameof(ChartsApi.SeriesInput)] = """
            {"kind": "p", "y": [18, 17, 20, 15, 19, 18], "n": [20, 20, 21, 20, 20, 19], "improvementDirection": "increase", "target": 0.95}
            """,
        [nameof(DeviceInput)] = """{"site": "harbour", "name": "Front desk", "channel": "counter"}""",
        [nameof(DevicesApi.SettleInput)] = """{"assignTo": "dvolkov"}""",
        [nameof(DevicesApi.PinInput)] = """{"pin": "4711"}""",
        ["text/csv"] = "occurred_at,site,channel,basic:greeted,basic:identity\r\n2026-11-20T10:30:00Z,harbour,counter,met,missed\r\n",
        ["application/x-ndjson"] = """
            {"site": "harbour", "channel": "counter", "occurredAt": "2026-11-20T10:30:00Z", "observations": "all_met"}

            """,
    };

    private static readonly Dictionary<string, JsonNode> ByName = new(StringComparer.Ordinal)
    {
        ["id"] = Id,
        ["site"] = "harbour",
        ["team"] = "front",
        ["staff"] = "dvolkov",
        ["channel"] = "counter",
        ["reason"] = "renewal",
        ["expectation"] = "identity",
        ["code"] = "harbour",
        ["name"] = "Harbour Street",
        ["zone"] = "Europe/London",
        ["dayStart"] = "04:00",
        ["role"] = "Teller",
        ["icon"] = "renew",
        ["email"] = "dana@example.org",
        ["activeFrom"] = "2025-03-01",
        ["activeTo"] = "2027-02-28",
        ["isoWeek"] = "2026-W47",
        ["week"] = "2026-W47",
        ["weekStart"] = "2026-11-16",
        ["rate"] = 0.87,
        ["wilsonLow"] = 0.81,
        ["wilsonHigh"] = 0.91,
        ["basicsScore"] = 50,
        ["interactions"] = 180,
        ["scored"] = 176,
        ["question"] = "Identity checked?",
        ["promise"] = "Your account is safe.",
        ["sentence"] = "Nothing out of the ordinary.",
        ["status"] = 201,
        ["self"] = $"{ApiEndpoints.BasePath}/interactions/{Id}",
        ["page"] = $"/interactions/{Id}",
    };

    private const int Deepest = 12;

    public static void Apply(OpenApiDocument document)
    {
        var shapes = document.Components!.Schemas!;
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations!.Values))
        {
            foreach (var (type, body) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
                body.Example ??= Bodies.TryGetValue(type, out var text) ? JsonValue.Create(text) : body.Schema is { } shape
                    ? Of(shape, "", shapes, 0) : null;
            foreach (var (type, answer) in operation.Responses!.Values.SelectMany(
                r => r.Content ?? new Dictionary<string, OpenApiMediaType>()))
                if (type == "application/json" && answer.Schema is { } shape) answer.Example ??= Of(shape, "", shapes, 0);
        }
    }

    // A shape that holds itself ends somewhere.
    private static JsonNode? Of(IOpenApiSchema shape, string name, IDictionary<string, IOpenApiSchema> shapes, int depth)
    {
        if (shape is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (Bodies.TryGetValue(id, out var body)) return JsonNode.Parse(body);
            return id == ProblemShape.Name ? null : Of(shapes[id], name, shapes, depth + 1);
        }

        if (shape.OneOf is { Count: > 0 } one) return Of(one.First(s => s.Type != JsonSchemaType.Null), name, shapes, depth);
        if (shape.AnyOf is { Count: > 0 } any) return Of(any[0], name, shapes, depth);
        if (shape.Enum is { Count: > 0 } words)
            return ByName.TryGetValue(name, out var usual) && words.Any(w => JsonNode.DeepEquals(w, usual))
                ? usual.DeepClone() : words[0].DeepClone();
        var type = (shape.Type ?? JsonSchemaType.Object) & ~JsonSchemaType.Null;
        if (ByName.TryGetValue(name, out var known) && Fits(known, type)) return known.DeepClone();
        return type switch
        {
            JsonSchemaType.String => Text(shape),
            JsonSchemaType.Integer => (JsonNode)long.Parse(shape.Minimum ?? "1", CultureInfo.InvariantCulture),
            JsonSchemaType.Number =>
                (JsonNode)double.Parse(shape.Maximum is { Length: < 4 } most ? most : "0.5", CultureInfo.InvariantCulture),
            JsonSchemaType.Boolean => (JsonNode)true,
            JsonSchemaType.Array =>
                shape.Items is { } item && depth < Deepest && Of(item, name, shapes, depth + 1) is { } one2
                    ? new JsonArray(one2) : new JsonArray(),
            _ when shape.Properties is { Count: > 0 } members && depth < Deepest => new JsonObject(members
                .Where(m => m.Key != "next").Select(m => KeyValuePair.Create(m.Key, Of(m.Value, m.Key, shapes, depth + 1)))
                .Concat(members.ContainsKey("next") ? [KeyValuePair.Create<string, JsonNode?>("next", null)] : [])),
            _ => shape.AdditionalProperties is { } value && depth < Deepest
                ? new JsonObject { ["identity"] = Of(value, "", shapes, depth + 1) } : new JsonObject(),
        };
    }

    private static bool Fits(JsonNode value, JsonSchemaType type) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => type == JsonSchemaType.String,
        System.Text.Json.JsonValueKind.Number => type is JsonSchemaType.Integer or JsonSchemaType.Number,
        _ => false,
    };

    private static JsonNode Text(IOpenApiSchema shape) => shape.Format switch
    {
        "date" => "2026-11-20",
        "date-time" => "2026-11-20T16:46:00+00:00",
        "uuid" => Id,
        "uri" => "https://example.org/",
        _ => shape.Pattern is not null ? "04:00" : "text",
    };
}
