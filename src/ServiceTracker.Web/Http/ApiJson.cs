using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Web.Http;

/// <summary>How JSON is read and written: camelCase, strict, RFC 3339 times.</summary>
public static class ApiJson
{
    /// <summary>The quick form of observations.</summary>
    public const string AllMet = "all_met";

    /// <summary>How what comes in is read: as it is written, and no text with what no store could keep.</summary>
    /// <remarks>Apart from how answers are written, since the API document takes a text or date with a converter of its own for
    /// anything.</remarks>
    public static JsonSerializerOptions Reading { get; } = ForReading();

    private static JsonSerializerOptions ForReading()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(json);
        json.Converters.Add(new TextConverter());
        json.Converters.Add(new DateConverter());
        return json;
    }

    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        // Names are what they are: "Name" is not "name".
        json.PropertyNameCaseInsensitive = false;
        json.Converters.Add(new InstantConverter());
        json.Converters.Add(new TimeOfDayConverter());
        json.Converters.Add(new ObservationsConverter());
    }

    // What comes after it need not ask again: no text that is read holds a NUL or half a surrogate pair, which no store could keep. Both
    // only ever come in as escapes, or as bytes that are no UTF-8, which the reader itself finds; a text without either costs nothing more.
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String => TextOf(ref reader),
                JsonTokenType.Null => null,
                _ => throw Wrong("A text is needed."),
            };

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TextOf(ref reader);

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(StorableText.NotUnicode);
        }

        return reader.ValueIsEscaped && !StorableText.IsStorable(text) ? throw Wrong(StorableText.Refusal) : text;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw NotAnInstant();
            if (reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length > UsualLength)
            {
                var written = TextOf(ref reader);
                return Rfc3339.TryParse(written, out var other) ? other : throw NotAnInstant(written);
            }

            Span<char> text = stackalloc char[UsualLength];
            return Ascii.ToUtf16(reader.ValueSpan, text, out var length) == OperationStatus.Done
                && Rfc3339.TryParse(text[..length], out var instant) ? instant : throw NotAnInstant(text[..length].ToString());
        }

        // Longer ones hold digits that nothing could have measured.
        private const int UsualLength = 64;

        private static JsonException NotAnInstant(string? text = null) =>
            Wrong(text is { Length: > 0 and <= UsualLength }
                ? Rfc3339.Explain(text) : "A time with an offset is needed, such as 2026-11-20T16:46:00+00:00.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }

    private sealed class DateConverter : JsonConverter<DateOnly>
    {
        public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Dates.TryParse(TextOf(ref reader), out var date) ? date : throw Wrong(Dates.Needed);

        public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Dates.Text(value));
    }

    private sealed class TimeOfDayConverter : JsonConverter<TimeOnly>
    {
        public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TimeOnly.TryParseExact(
                TextOf(ref reader), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? time
                : throw Wrong("A time of day is needed, such as 04:00.");

        public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("HH:mm"));
    }

    // Answers that are none are kept, so that every one of them can be named with its place.
    private sealed class ObservationsConverter : JsonConverter<ObservationAnswers>
    {
        // Room for as many answers as most baselines ask for.
        private const int UsualBasics = 17;

        public override ObservationAnswers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(AllMet)) return ObservationAnswers.EveryCheckMet;
            if (reader.TokenType != JsonTokenType.StartObject) throw Wrong("\"all_met\", or an object with an answer for each basic.");
            var answers = new Dictionary<string, Answer>(UsualBasics, StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var code = TextOf(ref reader);
                reader.Read();
                var answer = reader.TokenType switch
                {
                    JsonTokenType.String =>
                        reader.ValueTextEquals("met"u8) ? Answer.Met : reader.ValueTextEquals("missed"u8) ? Answer.Missed
                        : reader.ValueTextEquals("na"u8) ? Answer.NotApplicable : AnyAnswer(ref reader),
                    JsonTokenType.Number => Answer.Of(reader.GetDouble()),
                    JsonTokenType.True => Answer.Unreadable("true"),
                    JsonTokenType.False => Answer.Unreadable("false"),
                    JsonTokenType.Null => Answer.Unreadable("null"),
                    _ => Answer.Unreadable("an object"),
                };
                reader.Skip();
                if (!answers.TryAdd(code, answer)) throw Wrong($"“{code}” is answered twice.");
            }

            return ObservationAnswers.Of(answers);
        }

        private static Answer AnyAnswer(ref Utf8JsonReader reader)
        {
            try
            {
                return Answer.Parse(reader.GetString()!);
            }
            catch (InvalidOperationException)
            {
                return Answer.Unreadable("bytes that are no text");
            }
        }

        public override void Write(Utf8JsonWriter writer, ObservationAnswers value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Only read.");
    }

    // The path of the member is filled in by the serializer.
    private static JsonException Wrong(string message) => new(null, new FieldFormatException(message));
}
