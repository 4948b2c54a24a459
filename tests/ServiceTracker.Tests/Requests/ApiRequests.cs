using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Document;

namespace ServiceTracker.Tests.Requests;

/// <summary>
/// Requests made from the API document: each call's example, changed in a few places to what lies at and beyond its limits, has another
/// type, is missing or odd.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="callers">How many callers there are; the first may do everything.</param>
/// <param name="known">What a parameter of a path may hold besides its example, by the path up to it.</param>
/// <param name="only">The one call to make requests of; every call where none is named.</param>
public sealed class ApiRequests(
    ApiDocumentReader document, int callers, IReadOnlyDictionary<string, string[]> known, string? only = null)
{
    private readonly Operation[] operations = [.. document.Operations.Where(o => only is null || o.ToString() == only)];

    /// <summary>Makes the next one.</summary>
    public GeneratedRequest Make(Dice dice) =>
        new Maker(document, known, dice).Make(dice.Of(operations), dice.Chance(0.6) ? 0 : dice.Next(callers));

    /// <summary>A call as the document has it, with nothing wrong, by somebody who may do everything.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="turn">Which of what its path may hold, over and over.</param>
    public GeneratedRequest Plain(Operation operation, int turn)
    {
        var path = operation.Path;
        foreach (var parameter in operation.Parameters.Where(p => (string?)p["in"] == "path"))
        {
            var place = $"{{{parameter["name"]}}}";
            var value = known.TryGetValue(path[..path.IndexOf(place, StringComparison.Ordinal)], out var some)
                ? some[turn % some.Length] : (parameter["example"] ?? parameter["schema"]!["enum"]![0])!.ToString();
            path = path.Replace(place, value, StringComparison.Ordinal);
        }

        if (known.TryGetValue(operation.Path, out var queries)) path += queries[turn % queries.Length];
        var body = operation.Bodies?.First();
        List<(string, string)> headers = body is { } content ? [("Content-Type", content.Key)] : [];
        if (operation.Method == "PATCH") headers.Add(("If-Match", "*"));
        return new GeneratedRequest(
            0, operation.Method, path, headers, body is { Value: var sent } ? Encoding.UTF8.GetBytes(sent!["example"]!.ToString()) : null)
        {
            Operation = operation,
            IsRouted = true,
        };
    }

    private sealed class Maker(ApiDocumentReader document, IReadOnlyDictionary<string, string[]> known, Dice dice)
    {
        // Stands in a text for bytes that no JSON writer would write.
        private const string RawMark = "@raw";

        // The server reads a first line of 8 KiB.
        private const int LongestTarget = 8000;

        private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private readonly List<byte[]> raw = [];

        public GeneratedRequest Make(Operation operation, int caller)
        {
            var method = dice.Chance(0.05) ? dice.Of(Dice.Methods) : operation.Method;
            var (path, isPlain) = Path(operation);
            var headers = new List<(string Name, string Value)>();
            var body = operation.Bodies is { } bodies && !dice.Chance(0.03) ? Body(bodies, headers) : dice.Chance(0.02)
                ? Encoding.UTF8.GetBytes(dice.Text()) : null;
            foreach (var parameter in operation.Parameters.Where(p => (string?)p["in"] == "header"))
                if (dice.Chance(0.2))
                    headers.Add((
                        (string)parameter["name"]!,
                        dice.Of(
                            ["\"1\"", "\"0\"", "*", "1", "W/\"1\"", "\"1\", \"2\"", "\"999999999999\"", "\"x", "",
                            (string)parameter["example"]!])));
            var isHttp = headers.Count;
            headers.AddRange(dice.Headers().Where(o => headers.All(h => h.Name != o.Name)));
            var target = path + Query(operation);
            var framing = dice.Chance(0.9) ? Framing.Length : dice.Of(Enum.GetValues<Framing>());
            return new GeneratedRequest(caller, method, target, headers, body)
            {
                Operation = operation,
                Framing = framing,
                IsRouted = isPlain && method == operation.Method && framing is Framing.Length or Framing.Chunks && headers.Skip(isHttp)
                    .All(h => h.Name is not ("Host" or "X-Long")) && target.Length < LongestTarget,
            };
        }

        private (string Path, bool IsPlain) Path(Operation operation)
        {
            var isPlain = true;
            var path = operation.Path;
            foreach (var parameter in operation.Parameters.Where(p => (string?)p["in"] == "path"))
            {
                var place = $"{{{parameter["name"]}}}";
                var value = known.GetValueOrDefault(path[..path.IndexOf(place, StringComparison.Ordinal)]) is { } some && dice.Chance(0.7)
                    ? dice.Of(some)
                    : Uri.EscapeDataString((parameter["example"] ?? parameter["schema"]!["enum"]?[0])?.ToString() ?? "x");
                if (dice.Chance(0.3))
                {
                    value = dice.Next(4) switch
                    {
                        0 => dice.Chance(0.1) ? dice.Of(["", new string('a', 3000)]) : dice.Of(Dice.Escapes),
                        1 => Uri.EscapeDataString(dice.Of([new string('c', dice.Of([99, 100, 101])), .. Dice.Times])),
                        2 => Uri.EscapeDataString(dice.Of(
                            [.. Dice.Numbers, "0193485F-3C00-7A51-9C44-5D1E0A7F2B60", "00000000-0000-0000-0000-000000000000",
                            "{0193485f-3c00-7a51-9c44-5d1e0a7f2b60}"])),
                        _ => Uri.EscapeDataString(dice.Text() is { Length: <= 3000 } text ? text : "x"),
                    };
                    isPlain = false;
                }

                path = path.Replace(place, value, StringComparison.Ordinal);
            }

            return (path, isPlain);
        }

        private string Query(Operation operation)
        {
            var query = new List<string>();
            foreach (var parameter in operation.Parameters.Where(p => (string?)p["in"] == "query"))
            {
                if (!dice.Chance(0.35)) continue;
                var name = (string)parameter["name"]!;
                var value = dice.Chance(0.05) ? dice.Of(Dice.Escapes) : dice.Chance(0.5) && parameter["example"] is { } example
                    ? example.ToString() : Uri.EscapeDataString(Texts(Wrong(parameter["schema"]!)));
                query.Add($"{name}={(value.Length > 4000 ? value[..4000] : value)}");
                if (dice.Chance(0.05)) query.Add(query[^1]);
            }

            if (dice.Chance(0.05))
                query.Add(dice.Of(
                    ["nothing=1", "%ff=1", "a%00=b", "=", "&&", "limit=%ff", "site=%00", "from=%ed%a0%80", "LIMIT=1", "page=1", "limit",
                    "limit=1&limit=2", "x=" + new string('y', 3000), new string('&', 2000)]));
            return query.Count == 0 ? "" : "?" + string.Join('&', query);
        }

        // What was to be raw bytes of JSON is text here.
        private string Texts(JsonNode? value)
        {
            var text = value is JsonValue v ? v.ToString() : value?.ToJsonString() ?? "";
            return text.StartsWith(RawMark, StringComparison.Ordinal)
                ? Encoding.Latin1.GetString(raw[int.Parse(text[RawMark.Length..], null)]) : text;
        }

        private byte[] Body(JsonObject bodies, List<(string, string)> headers)
        {
            var (type, content) = bodies.ElementAt(dice.Next(bodies.Count));
            headers.Add((
                "Content-Type",
                dice.Chance(0.06)
                    ? dice.Of(
                        ["text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=nonsense",
                        "application/x-www-form-urlencoded", "nonsense", "", "multipart/form-data; boundary=x", "multipart/form-data"])
                            : type));
            if (!type.EndsWith("/json", StringComparison.Ordinal)) return Lines((string)content!["example"]!);
            if (dice.Chance(0.04)) return Whole();
            var value = content!["example"]!.DeepClone();
            for (var changes = dice.Next(4); changes > 0; changes--) value = Changed(value, content["schema"]!, 0);
            var bytes = Encoding.UTF8.GetBytes(value?.ToJsonString(dice.Chance(0.5) ? Unescaped : null) ?? "null");
            for (var i = 0; i < raw.Count; i++) bytes = Replaced(bytes, Encoding.UTF8.GetBytes($"\"{RawMark}{i}\""), raw[i]);
            return dice.Chance(0.05) && bytes.Length > 0 ? Damaged(bytes) : bytes;
        }

        private byte[] Whole() => dice.Next(8) switch
        {
            0 => [],
            1 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", 3000)) + string.Concat(Enumerable.Repeat("]", 3000))),
            2 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200)),
            3 => Encoding.UTF8.GetBytes("{\"" + string.Concat(Enumerable.Repeat("['", 4000)) + "\\nx\":1}"),
            4 => Encoding.UTF8.GetBytes("[" + new string(' ', (1 << 20) + dice.Next(3) - 1) + "]"),
            5 => Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("{}", dice.Of([999, 1000, 1001, 20_000]))) + "]"),
            6 => Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"a{i}\":{i}")) + "}"),
            _ => Encoding.UTF8.GetBytes(dice.Of(Dice.Tokens)),
        };

        private byte[] Damaged(byte[] bytes)
        {
            var at = dice.Next(bytes.Length);
            return dice.Next(6) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. dice.Of(Dice.Bytes), .. bytes[at..]],
                2 => [0xEF, 0xBB, 0xBF, .. bytes],
                3 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
                4 => [.. bytes, .. bytes],
                _ => [.. bytes[..at], (byte)dice.Next(256), .. bytes[Math.Min(at + 1, bytes.Length)..]],
            };
        }

        // A few cells or bytes of a file.
        private byte[] Lines(string text)
        {
            if (dice.Chance(0.25)) return Damaged(Encoding.UTF8.GetBytes(text));
            var lines = text.Split('\n');
            for (var changes = dice.Next(3); changes > 0; changes--)
            {
                var line = dice.Next(lines.Length);
                var cells = lines[line].Split(',');
                cells[dice.Next(cells.Length)] = dice.Of(
                    ["", "\"", "\"a\"b", "\"a\nb\"", dice.Text(), dice.Of(Dice.Times), dice.Of(Dice.Numbers), "met", "=1", "harbour"]);
                lines[line] = string.Join(',', cells);
            }

            return Encoding.UTF8.GetBytes(string.Join('\n', lines));
        }

        // One place of a value, chosen on the way down.
        private JsonNode? Changed(JsonNode? value, JsonNode schema, int depth)
        {
            schema = Plain(schema, value);
            switch (value)
            {
                case JsonArray list when list.Count > 0 && schema["items"] is { } item && dice.Chance(0.8):
                    var place = dice.Next(list.Count);
                    list[place] = Changed(list[place]?.DeepClone(), item, depth + 1);
                    return list;
                case JsonArray list when list.Count > 0 && (int?)schema["maxItems"] is { } most && most < 2000:
                    return new JsonArray([.. Enumerable.Range(0, dice.Of([most, most + 1])).Select(_ => list[0]?.DeepClone())]);
                case JsonObject members when dice.Chance(depth == 0 ? 0.97 : 0.8):
                    ChangeMember(members, schema, depth);
                    return members;
                default:
                    return Wrong(schema);
            }
        }

        private void ChangeMember(JsonObject members, JsonNode schema, int depth)
        {
            if (dice.Chance(0.05)) members[dice.Text()] = 1;
            else if (dice.Chance(0.03)) members[Raw([(byte)'"', .. dice.Of(Dice.Bytes), (byte)'"'])] = 1;
            else if (dice.Chance(0.12) && members.Count > 0) members.Remove(members.ElementAt(dice.Next(members.Count)).Key);
            else if (schema["properties"] is JsonObject { Count: > 0 } shapes)
            {
                var (name, shape) = shapes.ElementAt(dice.Next(shapes.Count));
                members[name] = members[name] is JsonObject or JsonArray && dice.Chance(0.7)
                    ? Changed(members[name]!.DeepClone(), shape!, depth + 1) : Wrong(shape!);
            }
            else if (members.Count > 0 && schema["additionalProperties"] is JsonObject any)
                members[members.ElementAt(dice.Next(members.Count)).Key] = Wrong(any);
        }

        // The shape a value has among several, or any of them.
        private JsonNode Plain(JsonNode schema, JsonNode? value)
        {
            schema = document.Resolved(schema);
            if ((schema["oneOf"] ?? schema["anyOf"]) is not JsonArray choices) return schema;
            return Plain(choices.FirstOrDefault(c => !document.Faults(value, c!).Any()) ?? dice.Of(choices.ToList())!, value);
        }

        // At a limit or beyond, of another type, or odd.
        private JsonNode? Wrong(JsonNode schema)
        {
            schema = Plain(schema, null);
            if (dice.Chance(0.1)) return null;
            if (dice.Chance(0.1)) return Raw(Encoding.UTF8.GetBytes(dice.Of(Dice.Tokens)));
            if (dice.Chance(0.1))
                return dice.Of<Func<JsonNode>>(
                    [() => 1, () => -1.5, () => true, () => "x", () => new JsonArray(), () => new JsonObject(),
                    () => new JsonArray(1, null, "x"), () => long.MaxValue])();
            var types = schema["type"] is { } type ? ApiDocumentReader.Types(type).ToList() : [];
            if (types.Contains("integer") || types.Contains("number"))
            {
                double[] limits = [
                    .. new[] { "minimum", "maximum" }.Where(l => schema[l] is not null).Select(l => schema[l].Deserialize<double>())
                    .SelectMany(l => (double[])[l - 1, l, l + 1])];
                return Raw(Encoding.UTF8.GetBytes(
                    dice.Of([.. limits, 0, -1, 1, 0.5, int.MaxValue, int.MaxValue + 1.0, 1e300])
                        .ToString("R", CultureInfo.InvariantCulture)));
            }

            if (types.Contains("string"))
            {
                if (schema["enum"] is JsonArray words && dice.Chance(0.5)) return dice.Of(words.ToList())?.DeepClone();
                if ((int?)schema["maxLength"] is { } most && dice.Chance(0.3))
                    return new string(dice.Of(['x', '\u00E9', '\u4E2D']), dice.Of([most - 1, most, most + 1]));
                if ((string?)schema["format"] is "date" or "date-time" && dice.Chance(0.7)) return dice.Of(Dice.Times);
                if (dice.Chance(0.1)) return Raw([(byte)'"', .. dice.Of(Dice.Bytes), (byte)'"']);
            }

            return dice.Text();
        }

        private string Raw(byte[] bytes)
        {
            raw.Add(bytes);
            return $"{RawMark}{raw.Count - 1}";
        }

        private static byte[] Replaced(byte[] bytes, byte[] mark, byte[] by) =>
            bytes.AsSpan().IndexOf(mark) is >= 0 and var at ? [.. bytes[..at], .. by, .. bytes[(at + mark.Length)..]] : bytes;
    }
}
