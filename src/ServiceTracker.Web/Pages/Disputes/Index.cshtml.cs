using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Disputes;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Disputes;

/// <summary>Disputes that wait for a ruling, the oldest first, and how those before went.</summary>
[Authorize(Policy = nameof(Permission.Reviews))]
public sealed class IndexModel(
    DisputeListQuery query, DisputeSummaryQuery summaries, RuleOnDispute rule, InteractionDetailsQuery interactions,
    InteractionChoicesQuery choices, TimeProvider clock) : PageModel
{
    /// <summary>Disputes on a page.</summary>
    public const int Most = 50;

    /// <summary>open or all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public RulingForm Input { get; set; } = new();

    public IReadOnlyList<DisputeDetails> Found { get; private set; } = [];

    /// <summary>The cursor of the next page, or null.</summary>
    public string? Next { get; private set; }

    public DisputeSummary Summary { get; private set; } = new([], []);

    /// <summary>Basics by which the codes of the summary are worded.</summary>
    public IReadOnlyList<Expectation> Basics { get; private set; } = [];

    /// <summary>All are listed, not the open ones alone.</summary>
    public bool ShowsAll => Status == "all";

    /// <summary>What a ruling sends.</summary>
    public sealed class RulingForm
    {
        public string? Expectation { get; set; }
        public string? Ruling { get; set; }
        public string? Cause { get; set; }
        public string? Reason { get; set; }
    }

    /// <summary>How long a dispute has been open, in whole days.</summary>
    public int DaysOpen(DisputeDetails dispute)
    {
        ArgumentNullException.ThrowIfNull(dispute);
        return (int)dispute.Dispute.DaysOpen(clock.GetUtcNow().UtcDateTime);
    }

    public async Task OnGetAsync(CancellationToken cancellation) => await LoadAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(Guid interaction, string? site, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (await interactions.FindAsync(actor, interaction, site, cancellation) is not Result<InteractionDetails>.Ok { Value: var found })
            return NotFound();
        var input = new RulingInput(Input.Expectation, Input.Ruling, Input.Cause, Input.Reason);
        var done = await rule.RunAsync(actor, found.Site.Id, interaction, input, cancellation);
        if (done is Result<Guid>.Ok)
        {
            TempData["Done"] = "Ruled. The figures follow in a moment.";
            return Redirect("/disputes");
        }

        if (done is Result<Guid>.NotFound) return NotFound();
        if (done is Result<Guid>.Unavailable)
            ModelState.AddModelError("", "The store is busy for a moment. Send it again in a few seconds.");
        else if (done is Result<Guid>.Invalid { Errors: var errors })
            foreach (var error in errors) ModelState.AddModelError("", error.Message);
        else ModelState.AddRefusal(done);
        await LoadAsync(cancellation);
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        switch (await query.RunAsync(actor, ShowsAll ? Status : null, After, Most, cancellation))
        {
            case Result<ListPage<DisputeDetails>>.Ok { Value: var page }:
                (Found, Next) = (page.Items, page.Next);
                break;
            case Result<ListPage<DisputeDetails>>.Invalid { Errors: var errors }:
                foreach (var error in errors) ModelState.AddModelError("", error.Message);
                break;
        }

        Summary = await summaries.RunAsync(actor, cancellation);
        Basics = (await choices.RunAsync(actor, cancellation)).Basics;
    }
}
