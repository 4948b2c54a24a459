using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Imports;
using ServiceTracker.Infrastructure.Jobs;

namespace ServiceTracker.Web.Pages.Imports;

/// <summary>Says what another program's columns and words are, shows its first rows as they would be scored, and takes it in.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
[RequestFormLimits(ValueCountLimit = MaxFormValues)]
public sealed class MapModel(
    MasterDataReader masterData, PreviewImport preview, ImportInteractions import, ImportMappings mappings, WaitingFiles waiting,
    BackgroundImports background) : PageModel
{
    /// <summary>Rows shown.</summary>
    public const int RowsShown = 10;

    // Two of each column and each of its words that may be something else.
    private const int MaxFormValues = 20_000;

    [BindProperty]
    public MapForm Input { get; set; } = new();

    /// <summary>The file; null where none waits any more.</summary>
    public WaitingFile? Waiting { get; private set; }

    public FileSurvey Survey { get; private set; } = null!;
    public MapChoices Choices { get; private set; } = null!;

    /// <summary>Its first rows, as they are read by what was said so far.</summary>
    public IReadOnlyList<PreviewedRow> Rows { get; private set; } = [];

    /// <summary>What keeps any row from being read: columns that are still missing, and the like.</summary>
    public IReadOnlyList<CellError> Missing { get; private set; } = [];

    /// <summary>Ways in which all times can be read, each with one of them as it would be.</summary>
    public IReadOnlyList<MapChoices.Choice> DateFormats { get; private set; } = [];

    /// <summary>The times are no RFC 3339.</summary>
    public bool AsksForDates { get; private set; }

    /// <summary>Columns whose numbers can be read in two ways.</summary>
    public IReadOnlyList<string> UnclearNumbers { get; private set; } = [];

    private Actor Actor => User.ToActor();

    /// <summary>What stands in a column, for whoever has to say what it is.</summary>
    public static string ExampleOf(SurveyedColumn column) => column.Words.Where(w => w.Length > 0).Take(3).ToList() is { Count: > 0 } some
        ? string.Join(" · ", some.Select(w => StorableText.Shortened(w, 40))) : "Nothing stands in it.";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Waiting = waiting.Find(Actor);
        if (Waiting is null) return Page();
        Input.DefaultSite = Waiting.Options.DefaultSite;
        await LoadAsync(isFirst: true, cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Waiting = waiting.Find(Actor);
        if (Waiting is null) return Page();
        ModelState.Clear();
        await LoadAsync(isFirst: false, cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellation)
    {
        Waiting = waiting.Find(Actor);
        if (Waiting is null) return Page();
        ModelState.Clear();
        await LoadAsync(isFirst: false, cancellation);
        if (await SaveAsync(cancellation) is not { } mapping) return Page();
        var options = ImportMappings.By(OptionsOf(null), mapping);
        var file = Waiting.File;
        var begun = await import.BeginAsync(Actor, null, file.Path, options, cancellation);
        if (begun is Result<ImportRun>.Ok { Value: var run })
        {
            if (waiting.Take(Actor, Waiting)) background.Add(Actor, run, file, options);
            return RedirectToPage("Import", new { id = run.Id });
        }

        // It is kept; only this file does not go in.
        Input.IsNextVersion = true;
        foreach (var error in (begun as Result<ImportRun>.Invalid)?.Errors ?? []) ModelState.AddModelError("", error.Message);
        if (begun is Result<ImportRun>.Conflict { Message: var taken }) ModelState.AddModelError("", taken);
        if (begun is Result<ImportRun>.Forbidden forbidden) ModelState.AddModelError("", forbidden.Message);
        return Page();
    }

    public IActionResult OnPostDrop()
    {
        waiting.Drop(Actor);
        return RedirectToPage("Index");
    }

    private async Task<ImportMapping?> SaveAsync(CancellationToken cancellation)
    {
        var name = Input.Name?.Trim() ?? "";
        var there = name.Length == 0 ? null : await mappings.FindAsync(name, cancellation);
        if (there is not null && !Input.IsNextVersion)
        {
            ModelState.AddModelError(
                "Input.Name", $"There is a mapping “{there.Name}” already, at version {there.Version}: choose another name, or make this "
                + "its next version.");
            return null;
        }

        var result = await mappings.SaveAsync(
            Actor, name, Input.Says(Survey.Encoding), there?.Version ?? SaveOrganisation.NotThere, cancellation);
        foreach (var error in (result as Result<ImportMapping>.Invalid)?.Errors ?? [])
            ModelState.AddModelError(FieldOf(error.Path), error.Message);
        if (result is Result<ImportMapping>.Conflict or Result<ImportMapping>.Stale)
            ModelState.AddModelError("Input.Name", "Somebody saved a mapping of this name meanwhile.");
        return (result as Result<ImportMapping>.Ok)?.Value;
    }

    private static string FieldOf(string path) => path switch
    {
        "$.dateFormat" => "Input.OtherFormat",
        "$.zone" => "Input.Zone",
        "$.keepLast" => "Input.KeepLast",
        "$.separator" => "Input.Separator",
        "$.encoding" => "Input.Encoding",
        "$.decimal" => "Input.DecimalSign",
        _ when path.StartsWith("$.columns", StringComparison.Ordinal) || path.StartsWith("$.values", StringComparison.Ordinal) => "",
        _ => "Input.Name",
    };

    private ImportOptions OptionsOf(ImportMappingInput? mapping) => Waiting!.Options with
    {
        DefaultSite = string.IsNullOrWhiteSpace(Input.DefaultSite) ? null : Input.DefaultSite,
        Mapping = mapping,
    };

    private async Task LoadAsync(bool isFirst, CancellationToken cancellation)
    {
        Choices = new(await masterData.GetAsync(cancellation), Actor);
        Survey = CsvSurvey.Of(Waiting!.File.Path, Input.SeparatorOrNull, Input.EncodingOrNull, Input.HeaderLine);
        if (Survey.Refusal is not null) return;
        Input.HeaderLine = Survey.HeaderLine;
        if (isFirst)
            Input.Columns = [.. Survey.Columns.Select(c => new MapForm.Column { Theirs = c.Name, Ours = Choices.CalledLike(c.Name) })
                .Where(c => c.Ours is not null).DistinctBy(c => c.Ours)];
        // Before they are named the reader would only say that there is no header.
        Missing = [.. CsvSurvey.Required
            .Where(r => Input.Columns.TrueForAll(c => c.Ours != r) && (r != "site" || string.IsNullOrWhiteSpace(Input.DefaultSite)))
            .Select(r => new CellError("", FieldError.Required, $"Say which column is “{r.Replace('_', ' ')}”."))];
        if (Missing.Count > 0) return;
        var says = Input.Says(Survey.Encoding);
        // Without a format and a sign, it tells all that fit.
        var (open, _) = await preview.RunAsync(
            Actor, Waiting.File.Path, OptionsOf(says with { DateFormat = null, DecimalSign = null }), cancellation);
        var time = Input.Columns.Find(c => c.Ours == "occurred_at")?.Theirs;
        AsksForDates = open.Ambiguous.Any(a => a.Column == time);
        var example = Survey.Columns.FirstOrDefault(c => c.Name == time)?.Words.FirstOrDefault(w => w.Length > 0) ?? "";
        DateFormats = [.. open.Ambiguous.Where(a => a.Column == time).SelectMany(a => a.Readings).Select(r => new MapChoices.Choice(
            r, string.Create(CultureInfo.InvariantCulture, $"{r}: {example} is {CsvSurvey.Read(example, r):d MMMM yyyy, HH:mm}")))];
        UnclearNumbers = [.. open.Ambiguous.Where(a => a.Column != time).Select(a => a.Column)];
        // What can be read in one way only is no question.
        if (string.IsNullOrEmpty(Input.DateFormat) && DateFormats is [{ Value: var only }]) Input.DateFormat = only;
        var (_, rows) = await preview.RunAsync(Actor, Waiting.File.Path, OptionsOf(Input.Says(Survey.Encoding)), cancellation);
        var isRead = rows is not [{ Interaction: null } first] || first.Line > Survey.HeaderLine;
        Rows = isRead ? [.. rows.Take(RowsShown)] : [];
        Missing = isRead ? [] : rows[0].Errors;
    }
}
