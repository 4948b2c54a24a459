using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Recovery;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Recovery;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Recoveries;

/// <summary>The recovery board: what is overdue, what is due, how it went, and a form to open a case by hand.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class IndexModel(
    RecoveryQuery query, RecoverySummaryQuery summary, OpenRecovery open, InteractionChoicesQuery choices, MasterDataReader master)
    : PageModel
{
    /// <summary>What the filter form and links to this page send.</summary>
    public sealed class FilterInput
    {
        public string? Status { get; set; }
        public string? Site { get; set; }
        public string? Channel { get; set; }

        /// <summary>What the summary is by.</summary>
        public string? By { get; set; }
    }

    /// <summary>What the form asks for.</summary>
    public sealed class CaseForm
    {
        public string? Site { get; set; }
        public string? Channel { get; set; }
        public string? Reason { get; set; }
        public string? Customer { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public FilterInput Filter { get; set; } = new();

    [BindProperty]
    public CaseForm Input { get; set; } = new();

    public Actor Actor { get; private set; } = null!;
    public InteractionChoices Choices { get; private set; } = null!;
    public IReadOnlyList<Reason> Reasons { get; private set; } = [];
    public IReadOnlyList<RecoveryDetails> Found { get; private set; } = [];

    /// <summary>There are more than are listed.</summary>
    public bool HasMore { get; private set; }

    /// <summary>How cases went; null where something is wrong with the filter.</summary>
    public RecoverySummary? Summary { get; private set; }

    /// <summary>What is wrong with the filter.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    public bool MayOpen => Actor.May(Permission.Logs);

    public Task OnGetAsync(CancellationToken cancellation) => LoadAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var made = await open.RunAsync(
            User.ToActor(), new RecoveryInput(null, Input.Site, Input.Channel, Input.Customer, Input.Reason), cancellation);
        if (made is Result<RecoveryCase>.Ok(var one, _)) return Redirect($"/recoveries/{one.Id}");
        if (made is Result<RecoveryCase>.Forbidden) return Forbid();
        ModelState.AddRefusal(made);
        await LoadAsync(cancellation);
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        Choices = await choices.RunAsync(Actor, cancellation);
        Reasons = [.. (await master.GetAsync(cancellation)).Reasons.All.OrderByDescending(r => r.IsComplaint).ThenBy(r => r.Name)];
        var asked = new RecoveryFilter { Status = Filter.Status, Site = Filter.Site, Channel = Filter.Channel };
        switch (await query.PageAsync(Actor, asked, null, ListPage.DefaultLimit, cancellation))
        {
            case Result<ListPage<RecoveryDetails>>.Ok { Value: var page }:
                (Found, HasMore) = (page.Items, page.Next is not null);
                break;
            case Result<ListPage<RecoveryDetails>>.Invalid { Errors: var errors }:
                Mistakes = [.. errors.Select(e => e.Message)];
                return;
        }

        switch (await summary.RunAsync(Actor, Filter.By, asked, null, null, cancellation))
        {
            case Result<RecoverySummary>.Ok { Value: var found }:
                Summary = found;
                break;
            case Result<RecoverySummary>.Invalid { Errors: var errors }:
                Mistakes = [.. errors.Select(e => e.Message)];
                break;
        }
    }
}
