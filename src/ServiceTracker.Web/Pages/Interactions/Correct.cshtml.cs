using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>Corrects one interaction, excludes it or takes it in again.</summary>
[Authorize(Policy = nameof(Permission.Logs))]
public sealed class CorrectModel(InteractionDetailsQuery query, CorrectInteraction correct, InteractionChoicesQuery choices) : PageModel
{
    [BindProperty]
    public CorrectForm Input { get; set; } = new();

    public InteractionDetails Found { get; private set; } = null!;
    public InteractionChoices Choices { get; private set; } = null!;

    /// <summary>What can be chosen is narrowed to what is one's own.</summary>
    public bool OwnOnly { get; private set; }

    /// <summary>The page of the interaction.</summary>
    public string Back => $"/interactions/{Found.Interaction.Id}?site={Uri.EscapeDataString(Found.Site.Code)}";

    public async Task<IActionResult> OnGetAsync(Guid id, string? site, CancellationToken cancellation)
    {
        if (!await FindAsync(id, site, cancellation)) return NotFound();
        if (!await correct.IsOpenToAsync(User.ToActor(), Found.Interaction, cancellation)) return Forbid();
        Input = CorrectForm.Of(Found);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? site, CancellationToken cancellation)
    {
        if (!await FindAsync(id, site, cancellation)) return NotFound();
        var wanted = Input.Read(Found, ModelState);
        if (!ModelState.IsValid) return Page();
        var done = await correct.RunAsync(User.ToActor(), Found.Site.Id, id, wanted, Input.Version, cancellation);
        switch (done)
        {
            case Result<Site>.Ok { Value: var at }:
                TempData["Done"] = "Corrected. What was before stands below.";
                return Redirect($"/interactions/{id}?site={Uri.EscapeDataString(at.Code)}");
            case Result<Site>.NotFound:
                return NotFound();
            case Result<Site>.Stale:
                ModelState.AddStale();
                Input.Version = Found.Interaction.Version;
                return Page();
            case Result<Site>.Unavailable:
                ModelState.AddModelError("", "The store is busy for a moment. What you typed is still here: save again in a few seconds.");
                return Page();
            case Result<Site>.Invalid { Errors: var errors }:
                foreach (var error in errors) ModelState.AddModelError(FieldOf(error), error.Message);
                return Page();
            default:
                ModelState.AddRefusal(done);
                return Page();
        }
    }

    private string FieldOf(FieldError error)
    {
        const string observations = "$.observations.";
        if (error.Path.StartsWith(observations, StringComparison.Ordinal)
            && Input.Answers.FindIndex(a => a.Code == error.Path[observations.Length..]) is var place and >= 0)
            return $"{nameof(Input)}.{nameof(Input.Answers)}[{place}].Value";
        return error.Path switch
        {
            "$.state" or "$.excludedAs" => $"{nameof(Input)}.{nameof(Input.Standing)}",
            "$.reason" or "$.site" or "$.staff" or "$.channel" or "$.occurredAt" or "$.outcome" or "$.note" =>
                FieldErrors.KeyOf(error.Path, nameof(Input)),
            _ => "",
        };
    }

    private async Task<bool> FindAsync(Guid id, string? site, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (await query.FindAsync(actor, id, site, cancellation) is not Result<InteractionDetails>.Ok { Value: var found }) return false;
        (Found, OwnOnly) = (found, !actor.May(Permission.Reviews));
        Choices = await choices.RunAsync(actor, cancellation);
        return true;
    }
}
