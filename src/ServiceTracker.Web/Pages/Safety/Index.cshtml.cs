using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Safety;

/// <summary>What customers' conduct did to service, and referrals.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class IndexModel(SafetyQuery query, InteractionListQuery list, InteractionChoicesQuery choices) : PageModel
{
    // Latest ones that are listed by name.
    private const int Most = 20;

    [BindProperty(SupportsGet = true)]
    public string? Site { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public InteractionChoices Choices { get; private set; } = null!;
    public SafetyReport Report { get; private set; } = new(new(0, 0, 0), [], [], []);

    /// <summary>The latest that wait for a manager to agree, and the latest in which one agreed.</summary>
    public IReadOnlyDictionary<ConductStatus, IReadOnlyList<InteractionDetails>> Latest { get; private set; } =
        new Dictionary<ConductStatus, IReadOnlyList<InteractionDetails>>();

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
        var latest = new Dictionary<ConductStatus, IReadOnlyList<InteractionDetails>>();
        foreach (var conduct in Enum.GetValues<ConductStatus>())
        {
            var filter = new InteractionFilter { Site = site, From = from, To = to, Conduct = conduct };
            if (await list.RunAsync(actor, filter, null, Most, cancellation)
                is Result<ListPage<InteractionDetails>>.Ok { Value.Items: { Count: > 0 } items })
                latest[conduct] = items;
        }

        Latest = latest;
    }

    private DateOnly? Date(string? typed, string field)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (Dates.TryParse(typed.Trim(), out var date)) return date;
        ModelState.AddModelError(field, Dates.Needed);
        return null;
    }
}
