using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>How other programs' files are read, by name.</summary>
public static class ImportMappingsApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/import-mappings").WithTags("Imports").RequireAuthorization(nameof(Permission.SeesEverybody));
        write = write.MapGroup("/import-mappings").WithTags("Imports").RequireAuthorization(nameof(Permission.SeesEverybody));
        read.MapGet("", List).WithName("ListImportMappings")
            .WithSummary("List import mappings").WithDescription("By name.").ProducesProblem(422);
        read.MapGet("{name}", Get).WithName("GetImportMapping")
            .WithSummary("Read an import mapping").WithDescription("One mapping, with the ETag to edit it.")
            .ProducesProblem(404).GivesEntityTag();
        write.MapPut("{name}", Put).WithName("PutImportMapping")
            .WithSummary("Create or change an import mapping").WithDescription(
                "How a till's or phone system's own export is read: columns, words, times, numbers, and what tells its rows apart. What is "
                + "left out is found in the file. For administrators, managers and ops.")
            .Accepts<ImportMappingInput>("application/json").ProducesProblem(412).WithMetadata(new ReadOnlyMembers("name"));
        write.MapDelete("{name}", Remove).WithName("RemoveImportMapping")
            .WithSummary("Remove an import mapping").WithDescription("What was taken in with it stays.")
            .ProducesProblem(404).ProducesProblem(412);
    }

    /// <summary>A mapping as it is given out.</summary>
    /// <param name="Name">Its name.</param>
    /// <inheritdoc cref="ImportMappingInput"/>
    public sealed record ImportMappingView(
        string Name, string? Separator,
        [property: OneOf(typeof(ImportMappingInput), nameof(ImportMappingInput.Encodings))] string? Encoding,
        IReadOnlyDictionary<string, string>? Columns, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Values,
        string? DateFormat, string? Zone,
        [property: JsonPropertyName("decimal"), OneOf(typeof(ImportMappingInput), nameof(ImportMappingInput.DecimalSigns))]
        string? DecimalSign,
        IReadOnlyList<string>? Key, bool? KeepLast);

    private static async Task<Results<Ok<ItemList<ImportMappingView>>, ProblemHttpResult>> List(
        HttpContext context, ImportMappings mappings, string? after, int? limit) =>
        Pages.Of(context, (await mappings.ListAsync(context.RequestAborted)).Select(View), m => m.Name, after, limit);

    private static async Task<Results<Ok<ImportMappingView>, ProblemHttpResult>> Get(
        HttpContext context, PathCode name, ImportMappings mappings)
    {
        if (await mappings.FindAsync(name.Value, context.RequestAborted) is not { } mapping)
            return Problems.From(ImportMappings.NotThere(name.Value).Of<ImportMapping>());
        EntityTags.Set(context, mapping.Version);
        return TypedResults.Ok(View(mapping));
    }

    private static async Task<Results<Ok<ImportMappingView>, Created<ImportMappingView>, ProblemHttpResult>> Put(
        HttpContext context, PathCode name, JsonBody<ImportMappingInput> body, ImportMappings mappings)
    {
        if (body.Changed(("name", Code.Trim(name.Value))) is { Count: > 0 } changed) return Problems.Validation(changed);
        var stored = await mappings.FindAsync(name.Value, context.RequestAborted);
        var result = await mappings.SaveAsync(
            context.Actor(), name.Value, body.Value, EntityTags.Expected(context, stored?.Version), context.RequestAborted);
        if (result is not Result<ImportMapping>.Ok saved) return Problems.From(result);
        EntityTags.Set(context, saved.Value.Version);
        return saved.IsNew ? TypedResults.Created(context.SentPath(), View(saved.Value)) : TypedResults.Ok(View(saved.Value));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(HttpContext context, PathCode name, ImportMappings mappings)
    {
        var stored = await mappings.FindAsync(name.Value, context.RequestAborted);
        var result = await mappings.RemoveAsync(
            context.Actor(), name.Value, EntityTags.Expected(context, stored?.Version), context.RequestAborted);
        return result is Result<string>.Ok ? TypedResults.NoContent() : Problems.From(result);
    }

    private static ImportMappingView View(ImportMapping mapping)
    {
        var m = ImportMappings.Of(mapping);
        return new(mapping.Name, m.Separator, m.Encoding, m.Columns, m.Values, m.DateFormat, m.Zone, m.DecimalSign, m.Key, m.KeepLast);
    }
}
