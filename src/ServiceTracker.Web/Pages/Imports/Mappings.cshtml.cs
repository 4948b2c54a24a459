using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Http;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ServiceTracker.Web.Pages.Imports;

/// <summary>Lists how other programs' files are read, gives each out as a file, and takes such a file in.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class MappingsModel(ImportMappings mappings, IOptions<JsonOptions> json) : PageModel
{
    // More than any that the rules allow for.
    private const long LargestFile = 1 << 20;

    private const string NameMember = "name";

    /// <summary>A file that holds one mapping.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The name it gets; that in the file where absent.</summary>
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public bool IsNextVersion { get; set; }

    public IReadOnlyList<ImportMapping> Mappings { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation) => Mappings = await mappings.ListAsync(cancellation);

    public async Task<IActionResult> OnGetExportAsync(string? name, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(name) || await mappings.FindAsync(name, cancellation) is not { } mapping) return NotFound();
        var says = JsonSerializer.SerializeToNode(ImportMappings.Of(mapping), json.Value.SerializerOptions)!.AsObject();
        says.Insert(0, NameMember, mapping.Name);
        var file = string.Concat(mapping.Name.Split(Path.GetInvalidFileNameChars()));
        return File(JsonSerializer.SerializeToUtf8Bytes(says, json.Value.SerializerOptions), "application/json", $"{file}.mapping.json");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Mappings = await mappings.ListAsync(cancellation);
        if (await ReadAsync(cancellation) is not var (name, input)) return Page();
        var there = name.Length == 0 ? null : await mappings.FindAsync(name, cancellation);
        if (there is not null && !IsNextVersion)
        {
            ModelState.AddModelError(
                nameof(Name), $"There is a mapping “{there.Name}” already: give another name, or make this its next version.");
            return Page();
        }

        var result = await mappings.SaveAsync(
            User.ToActor(), name, input, there?.Version ?? SaveOrganisation.NotThere, cancellation);
        if (result is Result<ImportMapping>.Ok { Value: var saved })
        {
            TempData["Done"] = $"“{saved.Name}” is kept, at version {saved.Version}.";
            return RedirectToPage();
        }

        foreach (var error in (result as Result<ImportMapping>.Invalid)?.Errors ?? [])
            ModelState.AddModelError(error.Path == "$.code" ? nameof(Name) : nameof(Upload), $"{error.Path[2..]}: {error.Message}");
        if (ModelState.IsValid) ModelState.AddModelError(nameof(Name), "Somebody saved a mapping of this name meanwhile.");
        return Page();
    }

    // What stands in the file, or null with what is wrong with it told.
    private async Task<(string Name, ImportMappingInput Input)?> ReadAsync(CancellationToken cancellation)
    {
        if (Upload is null || Upload.Length > LargestFile)
        {
            ModelState.AddModelError(nameof(Upload), Upload is null ? "Choose a file." : "This is too large for a mapping.");
            return null;
        }

        try
        {
            await using var stream = Upload.OpenReadStream();
            using var document = await JsonDocument.ParseAsync(stream, default, cancellation);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException();
            var members = document.RootElement.EnumerateObject().ToList();
            var called = members.Find(m => m.Name == NameMember).Value is { ValueKind: JsonValueKind.String } named
                ? named.GetString() : "";
            var rest = JsonSerializer.SerializeToElement(
                members.Where(m => m.Name != NameMember).DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Value));
            var errors = JsonBody<ImportMappingInput>.Read(rest, json.Value.SerializerOptions, out var input);
            foreach (var error in errors) ModelState.AddModelError(nameof(Upload), $"{error.Path}: {error.Message}");
            return input is null ? null : (string.IsNullOrWhiteSpace(Name) ? called ?? "" : Name.Trim(), input);
        }
        catch (JsonException)
        {
            ModelState.AddModelError(nameof(Upload), "This is no mapping: it is a JSON file that “Export” gave out.");
            return null;
        }
    }
}
