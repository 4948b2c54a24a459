using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>The first start: a first site.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class SiteModel(SetupProgressQuery setup, SaveOrganisation save) : PageModel
{
    [BindProperty]
    public SiteForm Input { get; set; } = new();

    public SetupProgress Progress { get; private set; } = null!;

    /// <summary>What the form asks for.</summary>
    public sealed class SiteForm
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Zone { get; set; }
        public TimeOnly? DayStart { get; set; } = TimeOnly.MinValue;
    }

    public async Task OnGetAsync(CancellationToken cancellation) => Progress = await setup.RunAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (ModelState.IsValid)
        {
            var saved = await save.SiteAsync(
                User.ToActor(), Input.Code ?? "", new SiteInput(Input.Name, Input.Zone, Input.DayStart), SaveOrganisation.NotThere,
                cancellation);
            if (saved is Result<Site>.Stale) ModelState.AddModelError("Input.Code", "A site has this code already.");
            else if (!ModelState.AddRefusal(saved)) return Redirect("/setup/channels");
        }

        Progress = await setup.RunAsync(cancellation);
        return Page();
    }
}
