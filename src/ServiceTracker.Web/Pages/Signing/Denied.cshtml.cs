using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>Says that the account's role does not open a page.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class DeniedModel : PageModel
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status403Forbidden;
}
