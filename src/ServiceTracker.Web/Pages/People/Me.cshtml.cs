using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.People;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.People;

/// <summary>The own page of whoever's account belongs to a person: what their managers see, without private notes and forms.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class MeModel(PersonQuery query, NextChecks checks, MasterDataReader masterData) : PageModel
{
    /// <summary>Code of the site, where the person served at several.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    public PersonView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var own = (await masterData.GetAsync(cancellation)).Staff.Find(actor.StaffId);
        if (own is null || await query.FindAsync(actor, own.Code, SiteCode, cancellation) is not { } found) return NotFound();
        View = await PersonView.OfAsync(found, withPrivateNotes: false, checks, masterData, cancellation);
        return Page();
    }
}
