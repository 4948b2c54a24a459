using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Observing;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Interactions;

namespace ServiceTracker.Web.Pages.Observing;

/// <summary>How far observers who saw the same contact agree, basic by basic.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class CalibrationModel(CalibrationQuery query, InteractionChoicesQuery choices) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Site { get; set; }

    public InteractionChoices Choices { get; private set; } = null!;

    /// <summary>Contacts that two observers and more saw.</summary>
    public int Contacts { get; private set; }

    /// <summary>Each basic by its name, A to Z.</summary>
    public IReadOnlyList<(string Name, ObserverAgreement Agreement)> Basics { get; private set; } = [];

    /// <summary>Whether this user observes.</summary>
    public bool Observes { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        Observes = actor.May(Permission.Observes);
        Choices = await choices.RunAsync(actor, cancellation);
        var filter = new FigureFilter { Site = string.IsNullOrWhiteSpace(Site) ? null : Site.Trim() };
        var result = await query.RunAsync(actor, filter, cancellation);
        if (result is not Result<CalibrationFigures>.Ok { Value: var found })
        {
            if (result is Result<CalibrationFigures>.Invalid { Errors: var errors })
                foreach (var error in errors) ModelState.AddModelError(nameof(Site), error.Message);
            return;
        }

        Contacts = found.Contacts;
        Basics =
        [
            .. found.Basics.Select(b => (Choices.Basics.FirstOrDefault(e => e.Code == b.Key) is { } basic
                ? InteractionWords.Of(basic) : b.Key, b.Value)).OrderBy(b => b.Item1, StringComparer.OrdinalIgnoreCase),
        ];
    }
}
