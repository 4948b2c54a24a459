using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>The front door: leads everybody to where their work is.</summary>
[AllowAnonymous]
public sealed class IndexModel(Accounts accounts, SetupProgressQuery setup) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await accounts.AnyAsync(cancellation)) return Redirect("/setup");
        if (User.Identity is not { IsAuthenticated: true }) return Redirect("/sign-in");
        var actor = User.ToActor();
        if (actor.IsAdmin && !(await setup.RunAsync(cancellation)).IsComplete) return Redirect("/setup/steps");
        return Redirect(actor.SeesEverybody ? "/overview" : "/log");
    }
}
