using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Web.Http;

/// <summary>
/// A JSON body that names every field that is not right, instead of the first one only, and that is never larger than its endpoint allows.
/// </summary>
public interface IJsonBody
{
    /// <summary>The answer to give instead of calling the handler, or null.</summary>
    IResult? Refusal { get; }
}

/// <inheritdoc />
/// <typeparam name="T">The shape that is asked for.</typeparam>
public sealed class JsonBody<T> : IJsonBody
    where T : class
{
    private T? value;

    public IResult? Refusal { get; private init; }

    /// <summary>The body.</summary>
    /// <exception cref="InvalidOperationException">It was refused, and the filter that answers so is missing.</exception>
    public T Value => value ?? throw new InvalidOperationException("The body was refused.");

    /// <summary>What was sent of the <see cref="ReadOnlyMembers"/>, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> ReadOnly { get; private init; } = NothingReadOnly;

    private static IReadOnlyDictionary<string, JsonNode?> NothingReadOnly { get; } = new Dictionary<string, JsonNode?>();

    /// <summary>Called by the framework to read the body of a request.</summary>
    public static ValueTask<JsonBody<T>> BindAsync(HttpContext context) => ReadAsync(context, ApiJson.Reading);

    /// <summary>Reads the body of a request.</summary>
    public static ValueTask<JsonBody<T>> ReadAsync(HttpContext context, JsonSerializerOptions json) =>
        JsonRequest.ReadAsync(context, json, static refusal => new JsonBody<T> { Refusal = refusal }, Parse);

    /// <summary>Reads one item of a larger body.</summary>
    /// <returns>What is wrong with it; empty when there is a value.</returns>
    public static List<FieldError> Read(JsonElement item, JsonSerializerOptions json, out T? value)
    {
        var effort = JsonFaults.Effort;
        return Read(JsonMarshal.GetRawUtf8Value(item), json, ref effort, out value);
    }

    /// <summary>Reads one item of a larger body, which may be no JSON at all.</summary>
    /// <param name="item">Its bytes.</param>
    /// <param name="json">How JSON is read.</param>
    /// <param name="effort">What may still be spent on finding further faults, <see cref="JsonFaults.Effort"/> for all items
    /// together.</param>
    /// <param name="value">What it holds, or null.</param>
    /// <returns>What is wrong with it; empty when there is a value.</returns>
    public static List<FieldError> Read(ReadOnlySpan<byte> item, JsonSerializerOptions json, ref int effort, out T? value)
    {
        value = null;
        try
        {
            value = JsonSerializer.Deserialize<T>(item, json);
            return value is null ? [JsonFaults.Nothing] : [];
        }
        catch (Exception first) when (first is JsonException or InvalidOperationException)
        {
            // Bytes that are no text are named with the field that holds them.
            if (JsonFaults.NotJson(item, first) is { } malformed) return [JsonFaults.FieldOf(first) ?? malformed];
            if (JsonFaults.Of<T>(item, first, json, ref effort) is { } errors) return errors;
            throw;
        }
    }

    /// <summary>What was sent of read-only members and differs from what is stored.</summary>
    /// <param name="stored">What is stored, by name; null where nothing is.</param>
    public List<FieldError> Changed(params (string Name, JsonNode? Value)[] stored) =>
        [.. stored.Where(s => ReadOnly.TryGetValue(s.Name, out var sent) && !JsonNode.DeepEquals(sent, s.Value))
            .Select(s => new FieldError(
                "$." + s.Name, "read_only", "This is given by the program and cannot be set; leave it out, or send it as it was read."))];

    private static JsonBody<T> Parse(HttpContext context, in ReadOnlySequence<byte> body, JsonSerializerOptions json)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, json) is { } whole
                ? new JsonBody<T> { value = whole } : Refused([JsonFaults.Nothing]);
        }
        catch (Exception first) when (first is JsonException or InvalidOperationException)
        {
            if (JsonFaults.NotJson(bytes, first) is { } malformed) return new JsonBody<T> { Refusal = Problems.Malformed(malformed) };
            if (context.GetEndpoint()?.Metadata.GetMetadata<ReadOnlyMembers>() is { } known
                && known.TakeOut(bytes, out var taken) is { } rest)
            {
                var again = JsonFaults.Effort;
                var wrong = Read(rest, json, ref again, out var without);
                return without is null ? Refused(wrong) : new JsonBody<T> { value = without, ReadOnly = taken };
            }

            var effort = JsonFaults.Effort;
            if (JsonFaults.Of<T>(bytes, first, json, ref effort) is { } errors) return Refused(errors);
            throw;
        }
    }

    private static JsonBody<T> Refused(List<FieldError> errors) =>
        new()
        {
            Refusal = Problems.Validation(errors, errors is [{ Code: JsonFaults.MalformedCode }]
                ? StatusCodes.Status400BadRequest
                : StatusCodes.Status422UnprocessableEntity),
        };
}

/// <summary>A JSON body that is a list, of which each item is read on its own: what is wrong inside of one, be it the bytes of a text,
/// spoils no other.</summary>
public sealed class JsonItems : IJsonBody
{
    public IResult? Refusal { get; private init; }

    /// <summary>The bytes of each item; of more than any call takes only the first ones, one too many.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items { get; private init; } = [];

    /// <summary>Called by the framework to read the body of a request.</summary>
    public static ValueTask<JsonItems> BindAsync(HttpContext context) => JsonRequest.ReadAsync(
        context, ApiJson.Reading, static refusal => new JsonItems { Refusal = refusal }, Parse);

    private static JsonItems Parse(HttpContext context, in ReadOnlySequence<byte> body, JsonSerializerOptions json)
    {
        var bytes = body.ToArray();
        var items = new List<ReadOnlyMemory<byte>>();
        try
        {
            // Texts are not looked into here, so that bytes that are none are met in their item only.
            var reader = new Utf8JsonReader(bytes);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                reader.Read();
                return new JsonItems { Refusal = Problems.Validation([new("$", FieldError.Invalid, "A list is needed.")]) };
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                items.Add(bytes.AsMemory(start, (int)reader.BytesConsumed - start));
                // Millions of them are not even counted.
                if (items.Count > LogInteraction.MaxBatch) return new JsonItems { Items = items };
            }

            reader.Read();
            return new JsonItems { Items = items };
        }
        catch (JsonException e)
        {
            return new JsonItems { Refusal = Problems.Malformed(JsonFaults.Malformed(e)) };
        }
    }
}

/// <summary>Members that a thing is given out with and that cannot be set: what was read may be sent back as it is.</summary>
/// <param name="Names">Their names.</param>
public sealed record ReadOnlyMembers(params string[] Names)
{
    /// <summary>A body without them.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="taken">Those that were there.</param>
    /// <returns>The rest, or null when none was there or the body is none that could be a mere copy of what was read.</returns>
    public byte[]? TakeOut(ReadOnlySpan<byte> body, out IReadOnlyDictionary<string, JsonNode?> taken)
    {
        var found = new Dictionary<string, JsonNode?>();
        taken = found;
        try
        {
            if (JsonNode.Parse(body, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) is not JsonObject tree)
                return null;
            foreach (var name in Names)
            {
                if (!tree.TryGetPropertyValue(name, out var value)) continue;
                tree.Remove(name);
                found[name] = value;
            }

            return found.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(tree);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>The largest body an endpoint takes, in bytes.</summary>
public sealed record BodyLimit(long Bytes)
{
    /// <summary>Where an endpoint says nothing.</summary>
    public const long Default = 1 << 20;
}

/// <summary>Reads the body of a request that is to be JSON, whatever is then made of it.</summary>
internal static class JsonRequest
{
    /// <summary>Makes something of a whole body, whose bytes are there for the time of the call only.</summary>
    public delegate TBody Reading<out TBody>(HttpContext context, in ReadOnlySequence<byte> body, JsonSerializerOptions json);

    /// <summary>Reads the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="json">How JSON is read.</param>
    /// <param name="refused">Wraps the answer to a body that is none or too large, or that broke off.</param>
    /// <param name="parse">Makes something of it.</param>
    public static async ValueTask<TBody> ReadAsync<TBody>(
        HttpContext context, JsonSerializerOptions json, Func<IResult, TBody> refused, Reading<TBody> parse)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? BodyLimit.Default;
        if (!context.Request.HasJsonContentType())
            return refused(Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body is not JSON.",
                "Send Content-Type: application/json."));
        if (context.Request.ContentLength > limit) return refused(Problems.TooLarge(limit));
        // The server's own limit is that of forms. It throws where ours can answer; what is just over ours is still read.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = limit + 1;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length <= limit && !read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return read.Buffer.Length > limit ? refused(Problems.TooLarge(limit)) : parse(context, read.Buffer, json);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }
}
