using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Imports;
using ServiceTracker.Infrastructure.Jobs;
using ServiceTracker.Web.Pages.Reports;

namespace ServiceTracker.Web.Pages.Imports;

/// <summary>Takes in a file and lists the imports there were.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
[DisableRequestSizeLimit]
[TypeFilter<ImportLimit>(Order = ImportLimit.Order)]
public sealed class IndexModel(
    MasterDataReader masterData, ImportInteractions import, ImportQuery query, ImportSpool spool, BackgroundImports background,
    ImportMappings mappings, PreviewImport preview, WaitingFiles waiting) : PageModel
{
    private const int ImportsShown = 50;

    /// <summary>What the form asks for.</summary>
    public sealed class ImportForm
    {
        [Required(ErrorMessage = "Choose a file.")]
        public IFormFile? File { get; set; }

        public string? Mapping { get; set; }
        public string? DefaultSite { get; set; }
        public string? Source { get; set; }
        public bool CreateMissing { get; set; }
        public string? Zone { get; set; }
        public bool SkipBadRows { get; set; }
        public bool AllowLookAlikes { get; set; }
        public bool Again { get; set; }
        public bool IsTrial { get; set; }
        public bool IsLookedAt { get; set; }
    }

    [BindProperty]
    public ImportForm Input { get; set; } = new();

    public Actor Actor { get; private set; } = null!;
    public IReadOnlyList<Site> Sites { get; private set; } = [];
    public IReadOnlyList<ImportMapping> Mappings { get; private set; } = [];
    public IReadOnlyList<ImportRun> Recent { get; private set; } = [];

    /// <summary>Where the list goes on.</summary>
    public string? Older { get; private set; }

    /// <summary>Behind which import the list begins; at the newest where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    /// <summary>What was sent here was thrown away for its size.</summary>
    [BindProperty(SupportsGet = true, Name = "tooLarge")]
    public bool IsTooLarge { get; set; }

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (IsTooLarge) RefuseForSize();
    }

    public IActionResult OnGetTemplate([FromServices] CsvTemplate template) => new PushedFile(
        CsvTemplate.FileName, stream => template.WriteAsync(User.ToActor(), stream, HttpContext.RequestAborted));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (!ModelState.IsValid) return Page();
        var options = new ImportOptions
        {
            Format = FormatOf(Input.File!),
            DefaultSite = string.IsNullOrWhiteSpace(Input.DefaultSite) ? null : Input.DefaultSite,
            Source = string.IsNullOrWhiteSpace(Input.Source) ? "system" : Input.Source,
            CreateMissing = Input.CreateMissing,
            Zone = string.IsNullOrWhiteSpace(Input.Zone) ? null : Input.Zone.Trim(),
            SkipBadRows = Input.SkipBadRows,
            AllowLookAlikes = Input.AllowLookAlikes,
            Again = Input.Again,
            IsTrial = Input.IsTrial,
            FileName = NameOf(Input.File!),
        };
        options = ImportMappings.By(options, Mappings.FirstOrDefault(m => m.Name == Input.Mapping));
        await using var upload = Input.File!.OpenReadStream();
        var file = await spool.ReceiveAsync(upload, cancellation);
        if (file is null)
        {
            RefuseForSize();
            return Page();
        }

        Result<ImportRun> begun;
        try
        {
            if (import.RefusalOf(Actor, options) is null && options is { Mapping: null, Format: "csv" }
                && (Input.IsLookedAt || (await preview.IsOfOtherProgramAsync(file.Path, options, cancellation)
                    && CsvSurvey.Of(file.Path, null, null, null).Columns.Count > 1)))
            {
                waiting.Keep(Actor, file, options with { IsTrial = false });
                file = null;
                return RedirectToPage("Map");
            }

            begun = await import.BeginAsync(Actor, null, file.Path, options, cancellation);
            if (begun is Result<ImportRun>.Ok { Value: var run })
            {
                background.Add(Actor, run, file, options);
                file = null;
                return RedirectToPage("Import", new { id = run.Id });
            }
        }
        finally
        {
            // Handed on, it is deleted when it is taken in.
            file?.Dispose();
        }

        foreach (var error in (begun as Result<ImportRun>.Invalid)?.Errors ?? [])
            ModelState.AddModelError($"Input.{char.ToUpperInvariant(error.Path[2])}{error.Path[3..]}", error.Message);
        if (begun is Result<ImportRun>.Conflict { Message: var taken }) ModelState.AddModelError("Input.File", taken);
        if (begun is Result<ImportRun>.Forbidden forbidden) ModelState.AddModelError("", forbidden.Message);
        return Page();
    }

    private void RefuseForSize() => ModelState.AddModelError("Input.File", $"The file is larger than {spool.MaxBytes:N0} bytes.");

    private async Task LoadAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        Sites = [.. Actor.OfOwnSites((await masterData.GetAsync(cancellation)).Sites.All)];
        Mappings = await mappings.ListAsync(cancellation);
        var page = await query.ListAsync(Actor, After, ImportsShown, cancellation) is Result<ListPage<ImportReport>>.Ok { Value: var some }
            ? some : null;
        (Recent, Older) = ([.. page?.Items.Select(r => r.Run) ?? []], page?.Next);
    }

    private static string FormatOf(IFormFile file) =>
        Path.GetExtension(file.FileName).ToUpperInvariant() is ".NDJSON" or ".JSONL" ? "ndjson" : "csv";

    // What a browser sends is a name at best; it is only shown.
    private static string NameOf(IFormFile file) =>
        StorableText.Shortened(string.Concat(Path.GetFileName(file.FileName).Where(c => !char.IsControl(c))), ImportRun.MaxFileName);
}
