using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>Everything about one interaction, and how it was scored.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class DetailsModel(InteractionDetailsQuery query, Accounts accounts) : PageModel
{
    public InteractionDetails Found { get; private set; } = null!;
    public ScoreExplanation Explanation { get; private set; } = null!;

    /// <summary>Who or what recorded it.</summary>
    public string Recorder { get; private set; } = "";

    /// <summary>When it was recorded, by the site's clock.</summary>
    public BusinessMoment Recorded { get; private set; }

    /// <summary>Why the business date is not the date on the calendar, or null when it is.</summary>
    public string? WhyOtherDate { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string? site, CancellationToken cancellation)
    {
        if (await query.FindAsync(User.ToActor(), id, site, cancellation) is not Result<InteractionDetails>.Ok { Value: var found })
            return NotFound();
        Found = found;
        Explanation = ScoreExplanation.Of(found.Interaction, found.Baseline, found.Channel.Code);
        Recorder = found.Interaction.ImportId is not null
            ? "an import" : await accounts.NameOfAsync(found.Interaction.RecordedBy, cancellation) ?? "a program";
        Recorded = found.Site.CalendarOf(found.Interaction.ZoneNumber).At(found.Interaction.RecordedAt);
        if (DateOnly.FromDateTime(found.LocalTime) != found.Interaction.BusinessDate)
        {
            WhyOtherDate = TimeOnly.FromDateTime(found.LocalTime) < found.Site.DayStart
                ? $"the business day at {found.Site.Name} begins at {found.Site.DayStart:HH:mm}, and until then it is still the day before"
                : "fixed when it was stored, by the day start the site had then";
        }

        return Page();
    }
}
