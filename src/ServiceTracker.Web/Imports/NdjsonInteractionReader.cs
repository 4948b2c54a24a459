using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Web.Api;

namespace ServiceTracker.Web.Imports;

/// <summary>Reads one interaction a line, each in the very shape in which the API takes it.</summary>
public sealed class NdjsonInteractionReader(IOptions<JsonOptions> json) : IInteractionReader
{
    public string Format => "ndjson";

    public string ColumnOf(string path, MasterData master) => path;

    public IEnumerable<ImportRow> Read(Stream file, ImportOptions options, MasterData master)
    {
        using var text = new StreamReader(file, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        long number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            yield return RowOf(number, line, options);
        }

        if (number == 0) yield return new ImportRow(1, null, [new CellError("", "empty", "The file is empty.")]);
    }

    private ImportRow RowOf(long number, string line, ImportOptions options)
    {
        JsonElement item;
        try
        {
            item = JsonElement.Parse(line);
        }
        catch (JsonException e)
        {
            return new ImportRow(number, null, [new CellError("$", "malformed", $"This is not JSON: character {e.BytePositionInLine + 1}.")]);
        }

        var errors = JsonBody<InteractionEntry>.Read(item, json.Value.SerializerOptions, out var entry);
        return entry is null
            ? new ImportRow(number, null, [.. errors.Select(e => new CellError(e.Path, e.Code, e.Message))])
            : new ImportRow(number, entry with { Source = entry.Source ?? options.Source, Site = string.IsNullOrWhiteSpace(entry.Site) ? options.DefaultSite : entry.Site }, []);
    }
}
