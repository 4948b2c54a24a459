using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.People;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.People;

/// <summary>The own page of whoever's account belongs to a person: what their managers see, without private notes and forms.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class MeModel(PersonQuery query, NextChecks checks, MasterDataReader masterData, PinAdministration pins) : PageModel
{
    /// <summary>Code of the site, where the person served at several.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    public PersonView View { get; private set; } = null!;

    /// <summary>How their PIN stands.</summary>
    public PinStanding Pin { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostPinAsync(string? newPin, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if ((await masterData.GetAsync(cancellation)).Staff.Find(actor.StaffId) is not { } own) return NotFound();
        if (ModelState.AddRefusal(await pins.SetAsync(actor, own.Code, newPin, cancellation), "")) return await ShowAsync(cancellation);
        TempData["Done"] = "You have a new PIN. Devices ask for it from now on.";
        return RedirectToPage(new { site = SiteCode });
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var own = (await masterData.GetAsync(cancellation)).Staff.Find(actor.StaffId);
        if (own is null || await query.FindAsync(actor, own.Code, SiteCode, cancellation) is not { } found) return NotFound();
        Pin = await pins.StandingAsync(own, cancellation);
        View = await PersonView.OfAsync(found, withPrivateNotes: false, checks, masterData, cancellation);
        return Page();
    }
}
