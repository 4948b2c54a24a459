using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Imports;

/// <summary>Reads one interaction a line, each in the very shape in which the API takes it. UTF-8, like all JSON that is sent
/// here.</summary>
public sealed class NdjsonInteractionReader(IOptions<JsonOptions> json) : IInteractionReader
{
    public string Format => "ndjson";

    public FileDescription Describe(Stream file, ImportOptions options, MasterData master) => new(null, "utf-8", null, [], []);

    public string ColumnOf(string path, MasterData master) => path;

    public IEnumerable<ImportRow> Read(Stream file, ImportOptions options, MasterData master)
    {
        var lines = new Utf8Lines(file);
        while (lines.Read())
        {
            if (lines.Number == 1 && IsUtf16(lines.Line.Span))
            {
                yield return Wrong(
                    1, "", "encoding", "The file is UTF-16; line-delimited JSON is UTF-8: save it so and send it again.") with
                {
                    EndsReading = true,
                };
                yield break;
            }

            if (lines.IsTooLong)
                yield return Wrong(
                    lines.Number, "", "too_large",
                    $"This line is longer than {Utf8Lines.MaxLine} bytes; each interaction stands on a line of its own.");
            else if (!lines.Line.Span.Trim(" \t"u8).IsEmpty) yield return RowOf(lines.Number, lines.Line.Span, options);
        }

        if (lines.Number == 0) yield return Wrong(1, "", "empty", "The file is empty.") with { EndsReading = true };
    }

    public FileExcerpt? Excerpt(Stream file, ImportOptions options, MasterData master, IReadOnlySet<long> lines)
    {
        return new(new FileHead(null, null, "utf-8"), Rows());

        IEnumerable<RowAsItStands> Rows()
        {
            var all = new Utf8Lines(file);
            while (all.Read())
            {
                if (lines.Contains(all.Number) && !all.IsTooLong) yield return new(all.Number, all.Line.ToArray(), _ => null);
            }
        }
    }

    private ImportRow RowOf(long number, ReadOnlySpan<byte> line, ImportOptions options)
    {
        if (!Utf8.IsValid(line))
            return Wrong(number, "$", "encoding", "A character on this line is not UTF-8; save the file as UTF-8 and send it again.");
        JsonElement item;
        try
        {
            if (HasHalfACharacter(line))
                return Wrong(
                    number, "$", "malformed",
                    "Half a character stands in this line: a \\ud800 to \\udfff without its other half. No text can hold it.");
            item = WithoutAdvice(JsonElement.Parse(line));
        }
        catch (JsonException e)
        {
            return Wrong(number, "$", "malformed", $"This is not JSON: character {e.BytePositionInLine + 1}.");
        }

        var errors = JsonBody<InteractionEntry>.Read(item, json.Value.SerializerOptions, out var entry);
        return entry is null
            ? new ImportRow(number, null, [.. errors.Select(e => new CellError(e.Path, e.Code, e.Message))])
            : new ImportRow(
                number,
                entry with
                {
                    Source = entry.Source ?? options.Source,
                    Site = string.IsNullOrWhiteSpace(entry.Site) ? options.DefaultSite : entry.Site,
                }, []);
    }

    // What stands behind refused rows is no part of an interaction.
    private static JsonElement WithoutAdvice(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(RefusedRows.AdviceMember, out _)) return item;
        var rest = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(rest))
        {
            writer.WriteStartObject();
            foreach (var member in item.EnumerateObject())
                if (member.Name is not (RefusedRows.LineMember or RefusedRows.AdviceMember)) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(rest.WrittenSpan);
    }

    // An escape may name half of a pair of surrogates. The serializer would throw where it meets the text, if it meets it at all.
    private static bool HasHalfACharacter(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("\\u"u8) < 0) return false;
        var reader = new Utf8JsonReader(line);
        var room = new byte[line.Length];
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped) continue;
            try
            {
                reader.CopyString(room);
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUtf16(ReadOnlySpan<byte> start) =>
        start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..];

    private static ImportRow Wrong(long line, string column, string code, string message) =>
        new(line, null, [new CellError(column, code, message)]);
}
