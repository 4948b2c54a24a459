using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Baselines;

/// <summary>Starts a draft: as a copy of any baseline, from a template, or empty.</summary>
[Authorize(Policy = nameof(Permission.Manages))]
public sealed class NewModel(BaselineQuery baselines, DraftBaseline drafts) : PageModel
{
    private const string Empty = "empty", NextEdition = ", next edition";

    [BindProperty]
    public NewDraft Input { get; set; } = new();

    /// <summary>What a draft may begin with: value, name and explanation.</summary>
    public IReadOnlyList<(string Value, string Text, string About)> Beginnings { get; private set; } = [];

    /// <summary>What the form asks for.</summary>
    public sealed class NewDraft
    {
        public string? From { get; set; }
        public string? Name { get; set; }
        public DateOnly? EffectiveFrom { get; set; }
    }

    /// <param name="from">Number of the baseline to begin with; the last published one where absent.</param>
    public async Task OnGetAsync(int? from, CancellationToken cancellation)
    {
        var all = await LoadAsync(cancellation);
        var copied = all.FirstOrDefault(b => b.Number == from) ?? all.Where(b => b.IsPublished).MaxBy(b => (b.EffectiveFrom, b.Number));
        Input = new()
        {
            From = copied is null ? Beginnings[0].Value : ValueOf(copied),
            Name = copied is null ? "Our basics" : NextName(copied.Name),
            EffectiveFrom = baselines.Today.AddDays(1),
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var all = await LoadAsync(cancellation);
        if (Beginnings.All(b => b.Value != Input.From)) ModelState.AddModelError("Input.From", "Choose what to begin with.");
        if (!ModelState.IsValid) return Page();
        // A copy keeps everything but its name and date.
        var begun = all.FirstOrDefault(b => ValueOf(b) == Input.From) is { } copied ? DraftBaseline.InputOf(copied)
            : new BaselineInput(null, null, null, StarterTemplates.All.FirstOrDefault(t => t.Key == Input.From)?.Expectations ?? []);
        var draft = begun with { Name = Input.Name, EffectiveFrom = Input.EffectiveFrom };
        var made = await drafts.CreateAsync(User.ToActor(), draft, cancellation);
        return ModelState.AddRefusal(made) ? Page() : Redirect($"/baselines/{((Result<Baseline>.Ok)made).Value.Number}/edit");
    }

    private static string ValueOf(Baseline baseline) => baseline.Number.ToString(CultureInfo.InvariantCulture);

    // Two baselines of one name cannot be told apart in a list.
    private static string NextName(string name) => name.EndsWith(NextEdition, StringComparison.Ordinal) ? name : name + NextEdition;

    private async Task<IReadOnlyList<Baseline>> LoadAsync(CancellationToken cancellation)
    {
        var all = await baselines.ListAsync(cancellation);
        Beginnings =
        [
            .. all.Select(b => (ValueOf(b.Baseline), $"Baseline {b.Baseline.Number}, {b.Baseline.Name}", $"A copy: {About(b)}.")),
            .. StarterTemplates.All.Select(t => (t.Key, t.Name, t.About)),
            (Empty, "Nothing", "An empty list."),
        ];
        return [.. all.Select(b => b.Baseline)];
    }

    private static string About(BaselineStanding standing)
    {
        var b = standing.Baseline;
        var status = standing.IsInForce ? "in force" : standing.Status switch
        {
            BaselineStatus.Draft => "a draft",
            BaselineStatus.Superseded => $"in force from {b.EffectiveFrom:yyyy-MM-dd}, superseded",
            _ => $"published, in force from {b.EffectiveFrom:yyyy-MM-dd}",
        };
        var target = (b.TargetConsistency * 100).ToString("0.##", CultureInfo.InvariantCulture);
        return $"{status}, {b.Expectations.Count} basics, target {target}%";
    }
}
