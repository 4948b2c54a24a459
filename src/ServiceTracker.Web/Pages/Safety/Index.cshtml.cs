using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Safety;

/// <summary>What customers' conduct did to service, and referrals.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class IndexModel(SafetyQuery query, InteractionListQuery list, InteractionChoicesQuery choices) : PageModel
{
    // Latest ones that are listed by name.
    private const int Most = 50;

    [BindProperty(SupportsGet = true)]
    public string? Site { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public InteractionChoices Choices { get; private set; } = null!;
    public SafetyReport Report { get; private set; } = new(new(0, 0, 0), [], [], []);

    /// <summary>The latest of them.</summary>
    public IReadOnlyList<InteractionDetails> Latest { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        Choices = await choices.RunAsync(actor, cancellation);
        var (from, to) = (Date(From, nameof(From)), Date(To, nameof(To)));
        var site = string.IsNullOrWhiteSpace(Site) ? null : Site;
        if (!ModelState.IsValid) return;
        var read = await query.RunAsync(actor, site, from, to, cancellation);
        if (read is Result<SafetyReport>.Ok { Value: var report }) Report = report;
        else if (read is Result<SafetyReport>.Invalid { Errors: var errors })
            foreach (var error in errors) ModelState.AddModelError("", error.Message);
        if (!ModelState.IsValid) return;
        var filter = new InteractionFilter { Site = site, From = from, To = to, OfSafety = true };
        if (await list.RunAsync(actor, filter, null, Most, cancellation) is Result<ListPage<InteractionDetails>>.Ok { Value.Items: var items })
            Latest = items;
    }

    private DateOnly? Date(string? typed, string field)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (Dates.TryParse(typed.Trim(), out var date)) return date;
        ModelState.AddModelError(field, Dates.Needed);
        return null;
    }
}
