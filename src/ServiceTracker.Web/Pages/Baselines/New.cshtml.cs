using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Baselines;

/// <summary>Starts a draft: from the baseline in force, from a template, or empty.</summary>
[Authorize(Policy = nameof(Permission.Manages))]
public sealed class NewModel(BaselineQuery baselines, DraftBaseline drafts) : PageModel
{
    private const string Empty = "empty";

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

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var copied = await LoadAsync(cancellation);
        Input = new() { From = Beginnings[0].Value, Name = copied?.Name ?? "Our basics", EffectiveFrom = baselines.Today.AddDays(1) };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (Beginnings.All(b => b.Value != Input.From)) ModelState.AddModelError("Input.From", "Choose what to begin with.");
        if (!ModelState.IsValid) return Page();
        var made = await drafts.CreateAsync(User.ToActor(), new BaselineInput(Input.Name, Input.EffectiveFrom, null, await ExpectationsAsync(cancellation)), cancellation);
        return ModelState.AddRefusal(made) ? Page() : Redirect($"/baselines/{((Result<Baseline>.Ok)made).Value.Number}/edit");
    }

    private async Task<IReadOnlyList<ExpectationInput>> ExpectationsAsync(CancellationToken cancellation)
    {
        if (int.TryParse(Input.From, CultureInfo.InvariantCulture, out var number) && await baselines.FindAsync(number, cancellation) is { } copied)
            return DraftBaseline.InputOf(copied.Baseline).Expectations!;
        return StarterTemplates.All.FirstOrDefault(t => t.Key == Input.From)?.Expectations ?? [];
    }

    private async Task<Baseline?> LoadAsync(CancellationToken cancellation)
    {
        var all = await baselines.ListAsync(cancellation);
        var inForce = (all.FirstOrDefault(b => b.IsInForce) ?? all.FirstOrDefault(b => b.Status == BaselineStatus.Published))?.Baseline;
        Beginnings =
        [
            .. inForce is null ? [] : new[] { (inForce.Number.ToString(CultureInfo.InvariantCulture), $"Baseline {inForce.Number}, {inForce.Name}", "A copy of it, to change a few things.") },
            .. StarterTemplates.All.Select(t => (t.Key, t.Name, t.About)),
            (Empty, "Nothing", "An empty list."),
        ];
        return inForce;
    }
}
