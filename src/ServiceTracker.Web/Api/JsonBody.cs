using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Api;

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
public sealed partial class JsonBody<T> : IJsonBody
    where T : class
{
    // Each round names one field; a body with more wrong fields than this is not a near miss.
    private const int MaxRounds = 50;

    private T? value;

    public IResult? Refusal { get; private init; }

    /// <summary>The body.</summary>
    /// <exception cref="InvalidOperationException">It was refused, and the filter that answers so is missing.</exception>
    public T Value => value ?? throw new InvalidOperationException("The body was refused.");

    /// <summary>Called by the framework to read the body of a request.</summary>
    public static ValueTask<JsonBody<T>> BindAsync(HttpContext context) =>
        ReadAsync(context, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);

    /// <summary>Reads the body of a request.</summary>
    public static async ValueTask<JsonBody<T>> ReadAsync(HttpContext context, JsonSerializerOptions json)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? BodyLimit.Default;
        if (!context.Request.HasJsonContentType())
            return Refused(Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body is not JSON.", "Send Content-Type: application/json."));
        if (context.Request.ContentLength > limit) return Refused(Problems.TooLarge(limit));
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
                return read.Buffer.Length > limit ? Refused(Problems.TooLarge(limit)) : Parse(read.Buffer, json);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    /// <summary>Reads one item of a larger body.</summary>
    /// <returns>What is wrong with it; empty when there is a value.</returns>
    public static List<FieldError> Read(JsonElement item, JsonSerializerOptions json, out T? value)
    {
        value = null;
        try
        {
            value = item.Deserialize<T>(json);
            return value is null ? [new("$", FieldError.Required, "A JSON object is needed.")] : [];
        }
        catch (JsonException first)
        {
            return EveryError(JsonNode.Parse(item.GetRawText()), first, json);
        }
    }

    private static JsonBody<T> Parse(in ReadOnlySequence<byte> body, JsonSerializerOptions json)
    {
        try
        {
            var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
            return JsonSerializer.Deserialize<T>(bytes, json) is { } whole ? new JsonBody<T> { value = whole } : Refused(Problems.Validation([new("$", FieldError.Required, "A JSON object is needed.")]));
        }
        catch (JsonException first)
        {
            JsonNode? tree;
            try
            {
                tree = JsonNode.Parse(body.ToArray(), null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            }
            catch (JsonException syntax)
            {
                var message = syntax.LineNumber is { } line ? $"This is not JSON: line {line + 1}, byte {syntax.BytePositionInLine + 1}." : "A member of an object is given twice.";
                return Refused(Problems.Validation([new("$", "malformed", message)], StatusCodes.Status400BadRequest));
            }

            return Refused(Problems.Validation(EveryError(tree, first, json)));
        }
    }

    // The serializer stops at the first wrong field. Taking that one out and reading again brings up the next.
    private static List<FieldError> EveryError(JsonNode? tree, JsonException first, JsonSerializerOptions json)
    {
        var errors = new List<FieldError>();
        var next = first;
        for (var round = 0; next is not null && round < MaxRounds; round++)
        {
            var path = string.IsNullOrEmpty(next.Path) ? "$" : next.Path;
            if (errors.Count == 0 || errors[^1].Path != path)
                errors.Add(next.Message.Contains("could not be mapped", StringComparison.Ordinal)
                    ? new(path, "unknown_member", "There is no such member here; see the API document for the names.")
                    : new(path, FieldError.Invalid, next.InnerException is FormatException f ? f.Message : "This value has the wrong type."));
            if (!Remove(tree, path)) break;
            try
            {
                next = null;
                tree.Deserialize<T>(json);
            }
            catch (JsonException another)
            {
                next = another;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair further on, which no text can hold: it is named once what stands before it is right.
                break;
            }
        }

        return errors;
    }

    private static bool Remove(JsonNode? tree, string path)
    {
        var steps = Steps().Matches(path).Select(m => m.Groups["index"].Success ? m.Groups["index"].Value : m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Groups["name"].Value).ToList();
        if (steps.Count == 0) return false;
        foreach (var step in steps.SkipLast(1)) tree = Child(tree, step);
        switch (tree)
        {
            case JsonObject o:
                return o.Remove(steps[^1]);
            case JsonArray a when int.TryParse(steps[^1], out var i) && i < a.Count:
                // Where nothing will not do, a number may.
                a[i] = a[i] is null ? JsonValue.Create(0) : null;
                return true;
            default:
                return false;
        }
    }

    private static JsonNode? Child(JsonNode? node, string step) => node switch
    {
        JsonObject o => o[step],
        JsonArray a when int.TryParse(step, out var i) && i < a.Count => a[i],
        _ => null,
    };

    private static JsonBody<T> Refused(IResult refusal) => new() { Refusal = refusal };

    [GeneratedRegex(@"\['(?<quoted>.*?)'\]|\[(?<index>\d+)\]|\.(?<name>[^.\[]+)")]
    private static partial Regex Steps();
}

/// <summary>The largest body an endpoint takes, in bytes.</summary>
public sealed record BodyLimit(long Bytes)
{
    /// <summary>Where an endpoint says nothing.</summary>
    public const long Default = 1 << 20;
}
