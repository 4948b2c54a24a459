using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Recovery;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Recovery;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Recoveries;

/// <summary>One case: what was told, what is missing before it can close, and the next step as one form.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class DetailsModel(RecoveryQuery query, MoveRecovery move) : PageModel
{
    /// <summary>What the form asks for.</summary>
    public sealed class StepForm
    {
        public string? To { get; set; }
        public string? Words { get; set; }
        public string? Cause { get; set; }
        public string? Steps { get; set; }

        /// <summary>By when the next step is to be taken, as it was given.</summary>
        public string? DueOn { get; set; }

        public string? Outcome { get; set; }
        public int? Version { get; set; }
    }

    [BindProperty]
    public StepForm Input { get; set; } = new();

    public RecoveryStory Story { get; private set; } = null!;

    public RecoveryCase Case => Story.Details.Case;

    /// <summary>The steps that this user may take now.</summary>
    public IReadOnlyList<RecoveryStatus> Steps => User.ToActor().May(Permission.Logs) ? RecoverySteps.From(Case.Status) : [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellation)
    {
        if (!await FindAsync(id, cancellation)) return NotFound();
        (Input.Cause, Input.Steps) = (Case.Cause is { } cause ? SnakeCase<Domain.Interactions.Cause>.Text(cause) : null, Case.Steps);
        if (Steps.Count > 0) Input.To = SnakeCase<RecoveryStatus>.Text(Steps[0]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (!actor.May(Permission.Logs)) return Forbid();
        if (!await FindAsync(id, cancellation)) return NotFound();
        DateOnly? due = null;
        if (!string.IsNullOrWhiteSpace(Input.DueOn))
        {
            if (Dates.TryParse(Input.DueOn.Trim(), out var date)) due = date;
            else ModelState.AddModelError($"{nameof(Input)}.{nameof(Input.DueOn)}", Dates.Needed);
        }

        if (!ModelState.IsValid) return Page();
        var step = new RecoveryTransitionInput(Input.To, Input.Words, Input.Cause, Input.Steps, due, Input.Outcome);
        var taken = await move.RunAsync(actor, id, step, Input.Version, cancellation);
        if (taken is Result<RecoveryCase>.Ok(var one, _))
        {
            TempData["Done"] = $"Saved: {RecoveryWords.Of(one.Status).ToLowerInvariant()}.";
            return Redirect($"/recoveries/{id}");
        }

        if (taken is Result<RecoveryCase>.NotFound) return NotFound();
        if (taken is Result<RecoveryCase>.Stale) ModelState.AddStale();
        else ModelState.AddRefusal(taken);
        await FindAsync(id, cancellation);
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancellation)
    {
        if (await query.FindAsync(User.ToActor(), id, cancellation) is not { } story) return false;
        Story = story;
        return true;
    }
}
