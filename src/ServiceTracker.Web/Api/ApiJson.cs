using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Web.Api;

/// <summary>How JSON is read and written: camelCase, strict, RFC 3339 times.</summary>
public static class ApiJson
{
    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.Converters.Add(new InstantConverter());
        json.Converters.Add(new TimeOfDayConverter());
        json.Converters.Add(new ObservationsConverter());
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString(), out var instant)
                ? instant
                : throw Wrong("A time with an offset is needed, such as 2026-11-20T16:46:00+00:00.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    private sealed class TimeOfDayConverter : JsonConverter<TimeOnly>
    {
        public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TimeOnly.TryParseExact(reader.GetString(), ["HH:mm", "HH:mm:ss"], out var time)
                ? time
                : throw Wrong("A time of day is needed, such as 04:00.");

        public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("HH:mm"));
    }

    // Answers that are none are kept, so that every one of them can be named with its place.
    private sealed class ObservationsConverter : JsonConverter<ObservationAnswers>
    {
        private const string AllMet = "all_met";

        public override ObservationAnswers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(AllMet)) return ObservationAnswers.EveryCheckMet;
            if (reader.TokenType != JsonTokenType.StartObject) throw Wrong("\"all_met\", or an object with an answer for each basic.");
            var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var code = reader.GetString()!;
                reader.Read();
                var answer = reader.TokenType switch
                {
                    JsonTokenType.String => Answer.Parse(reader.GetString()!),
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

        public override void Write(Utf8JsonWriter writer, ObservationAnswers value, JsonSerializerOptions options) => throw new NotSupportedException("Only read.");
    }

    // The path of the member is filled in by the serializer.
    private static JsonException Wrong(string message) => new(null, new FormatException(message));
}
