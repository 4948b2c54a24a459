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
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw NotAnInstant();
            if (!reader.ValueIsEscaped && !reader.HasValueSequence && IsUsual(reader.ValueSpan) && reader.TryGetDateTimeOffset(out var instant)) return instant;
            return Rfc3339.TryParse(reader.GetString(), out instant) ? instant : throw NotAnInstant();
        }

        // The reader takes these where they stand. It would also take times without seconds or with hours of offset alone, which are shorter,
        // and with more digits than an instant keeps, which are longer.
        private static bool IsUsual(ReadOnlySpan<byte> text) =>
            (text.Length is >= 20 and <= 28 && text[^1] == 'Z') || (text.Length is >= 25 and <= 33 && text[^6] is (byte)'+' or (byte)'-');

        private static JsonException NotAnInstant() => Wrong("A time with an offset is needed, such as 2026-11-20T16:46:00+00:00.");

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

        // Room for as many answers as most baselines ask for.
        private const int UsualBasics = 17;

        public override ObservationAnswers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(AllMet)) return ObservationAnswers.EveryCheckMet;
            if (reader.TokenType != JsonTokenType.StartObject) throw Wrong("\"all_met\", or an object with an answer for each basic.");
            var answers = new Dictionary<string, Answer>(UsualBasics, StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var code = reader.GetString()!;
                reader.Read();
                var answer = reader.TokenType switch
                {
                    JsonTokenType.String => reader.ValueTextEquals("met"u8) ? Answer.Met : reader.ValueTextEquals("missed"u8) ? Answer.Missed
                        : reader.ValueTextEquals("na"u8) ? Answer.NotApplicable : Answer.Parse(reader.GetString()!),
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
