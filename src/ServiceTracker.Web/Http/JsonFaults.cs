using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Http;

/// <summary>
/// Says what is wrong with JSON that could not be read. What it costs is bounded by what was sent: each further fault takes reading once
/// more, so that is done for small bodies only, and only until an amount of bytes is spent.
/// </summary>
internal static class JsonFaults
{
    /// <summary>The code of what is not JSON at all, or a member given twice.</summary>
    public const string MalformedCode = "malformed";

    /// <summary>Bytes that may be read again to find further faults, in one request.</summary>
    public const int Effort = 2 << 20;

    // A larger body comes from a program, which has one fault many times over.
    private const int SmallBytes = 64 << 10;

    /// <summary>There is nothing where something is needed.</summary>
    public static FieldError Nothing { get; } = new("$", FieldError.Required, "A JSON object is needed.");

    /// <summary>Says why bytes are not JSON; null when they are, or when a large body ceases to be JSON only behind another
    /// fault.</summary>
    /// <param name="bytes">What was sent.</param>
    /// <param name="first">What the serializer said, which has read as far as that.</param>
    public static FieldError? NotJson(ReadOnlySpan<byte> bytes, Exception first)
    {
        if (!Utf8.IsValid(bytes)) return new("$", MalformedCode, $"This is not UTF-8: byte {ValidBytes(bytes) + 1}.");
        if (bytes.Length > SmallBytes)
            return first is JsonException { InnerException: JsonException } syntaxOfLarge ? Malformed(syntaxOfLarge) : null;
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException syntax)
        {
            return Malformed(syntax);
        }
    }

    /// <summary>The field of which a value is not what it takes, said in our own words; null where the serializer said something
    /// else.</summary>
    public static FieldError? FieldOf(Exception fault) =>
        fault is JsonException { InnerException: FieldFormatException } named ? ErrorOf(named) : null;

    /// <summary>Says where bytes cease to be JSON.</summary>
    public static FieldError Malformed(JsonException syntax) =>
        new("$", MalformedCode, $"This is not JSON: line {(syntax.LineNumber ?? 0) + 1}, byte {(syntax.BytePositionInLine ?? 0) + 1}.");

    /// <summary>The fields of JSON that are wrong.</summary>
    /// <param name="bytes">JSON in UTF-8.</param>
    /// <param name="first">What the serializer said.</param>
    /// <param name="json">How JSON is read.</param>
    /// <param name="effort">What may still be spent, less afterwards.</param>
    /// <returns>Null when it is not JSON that is at fault.</returns>
    public static List<FieldError>? Of<T>(ReadOnlySpan<byte> bytes, Exception first, JsonSerializerOptions json, ref int effort)
    {
        // Only an escape can be half of a character where the bytes are UTF-8.
        if (bytes.IndexOf("\\u"u8) >= 0 && NamesThatAreNoText(bytes) is { Count: > 0 } names) return names;
        if (first is not JsonException fault) return null;
        if (fault.Message.Contains("uplicate propert", StringComparison.Ordinal)) return [Twice];
        if (bytes.Length > SmallBytes || effort <= 0) return [ErrorOf(fault)];
        JsonNode? tree;
        try
        {
            tree = JsonNode.Parse(bytes, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return [Twice];
        }

        // The serializer stops at the first wrong field. Taking that one out and reading again brings up the next.
        var errors = new List<FieldError>();
        for (var next = fault; next is not null;)
        {
            var error = ErrorOf(next);
            if (errors.Count == 0 || errors[^1].Path != error.Path) errors.Add(error);
            if (errors.Count > Problems.MostErrors || (effort -= bytes.Length) <= 0 || !Remove(tree, error.Path)) break;
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

    private static FieldError Twice => new("$", MalformedCode, "A member of an object is given twice.");

    private static FieldError ErrorOf(JsonException fault)
    {
        var path = string.IsNullOrEmpty(fault.Path) ? "$" : fault.Path;
        return fault.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? new(path, "unknown_member", "There is no such member here; see the API document for the names.")
            : new(
                path, FieldError.Invalid,
                fault.InnerException is FieldFormatException f ? f.Message : Needed(fault));
    }

    // The serializer names the type it wanted, and nothing else does.
    private static string Needed(JsonException fault) =>
        Wanted.FirstOrDefault(w => fault.Message.Contains(w.Type, StringComparison.Ordinal)).Words
            ?? "This value has the wrong type, or lies outside of what can be.";

    private static readonly (string Type, string Words)[] Wanted =
    [
        ("List`1", "A list is needed: […]."),
        ("System.Int", "A whole number is needed, without quotation marks."),
        ("System.Double", "A number is needed, without quotation marks."),
        ("System.Guid", "An id is needed, such as 0199a1b2-0000-7000-8000-000000000001."),
        ("System.Boolean", "true or false is needed, without quotation marks."),
        ("System.String", "A text is needed."),
    ];

    private static List<FieldError> NamesThatAreNoText(ReadOnlySpan<byte> bytes)
    {
        var errors = new List<FieldError>();
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (errors.Count <= Problems.MostErrors && reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueIsEscaped) continue;
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    errors.Add(new(
                        "$", FieldError.Invalid,
                        $"The name of the member at byte {reader.TokenStartIndex + 1} is no text. {StorableText.NotUnicode}"));
                }
            }
        }
        catch (JsonException)
        {
            // A large body is not read to its end before.
        }

        return errors;
    }

    private static long ValidBytes(ReadOnlySpan<byte> bytes)
    {
        Span<char> portion = stackalloc char[1024];
        long valid = 0;
        while (true)
        {
            var status = Utf8.ToUtf16(bytes, portion, out var read, out _, replaceInvalidSequences: false);
            valid += read;
            if (status != OperationStatus.DestinationTooSmall) return valid;
            bytes = bytes[read..];
        }
    }

    // The path holds names as they are, so it is followed along the names there are: of two that fit, the longer one is meant.
    private static bool Remove(JsonNode? tree, ReadOnlySpan<char> path)
    {
        if (path.IsEmpty || path[0] != '$') return false;
        path = path[1..];
        while (!path.IsEmpty)
        {
            switch (tree)
            {
                case JsonArray array:
                    var end = path.IndexOf(']');
                    if (path[0] != '[' || end < 0 || !int.TryParse(path[1..end], out var i) || i >= array.Count) return false;
                    path = path[(end + 1)..];
                    if (path.IsEmpty)
                    {
                        // Where nothing will not do, a number may.
                        array[i] = array[i] is null ? JsonValue.Create(0) : null;
                        return true;
                    }

                    tree = array[i];
                    break;
                case JsonObject o:
                    if (NameAt(o, path) is not var (name, length)) return false;
                    path = path[length..];
                    if (path.IsEmpty) return o.Remove(name);
                    tree = o[name];
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static (string Name, int Length)? NameAt(JsonObject parent, ReadOnlySpan<char> path)
    {
        (string Name, int Length)? found = null;
        foreach (var (name, _) in parent)
        {
            var length = path[0] == '.' && path[1..].StartsWith(name, StringComparison.Ordinal) ? 1 + name.Length
                : path.StartsWith("['", StringComparison.Ordinal) && path[2..].StartsWith(name, StringComparison.Ordinal)
                && path[(2 + name.Length)..].StartsWith("']", StringComparison.Ordinal)
                    ? 4 + name.Length : 0;
            if (length > 0 && (length == path.Length || path[length] is '.' or '[') && length > (found?.Length ?? 0))
                found = (name, length);
        }

        return found;
    }
}
