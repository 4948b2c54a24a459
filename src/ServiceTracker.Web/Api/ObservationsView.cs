using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Web.Api;

/// <summary>The observations of an interaction by code: met, missed, na, held or excused; for a measure that was taken its
/// number.</summary>
[JsonConverter(typeof(Converter))]
public readonly struct ObservationsView(Interaction interaction, Baseline baseline)
{
    private static readonly JsonEncodedText[] Texts = [
        .. Enum.GetValues<ObservationResult>().Select(r => JsonEncodedText.Encode(SnakeCase<ObservationResult>.Text(r)))];

    private readonly Interaction interaction = interaction;
    private readonly Baseline baseline = baseline;

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var expectation in baseline.Expectations)
        {
            writer.WritePropertyName(expectation.Code);
            var result = interaction.ResultOf(expectation);
            if (expectation.Kind == ExpectationKind.Measure && result is ObservationResult.Met or ObservationResult.Missed
                && interaction.ValueOf(baseline, expectation) is { } value)
                writer.WriteNumberValue(value);
            else
                writer.WriteStringValue(Texts[(int)result]);
        }

        writer.WriteEndObject();
    }

    // A dictionary in between would cost each answer more than writing it.
    private sealed class Converter : JsonConverter<ObservationsView>
    {
        public override ObservationsView Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Only written.");

        public override void Write(Utf8JsonWriter writer, ObservationsView value, JsonSerializerOptions options) => value.Write(writer);
    }
}
