using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>Stands in for every answer that would otherwise be a bare status: nothing here, a form that is too old, and so on.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class StatusPageModel : PageModel
{
    /// <summary>The status the page answers with.</summary>
    public int Status { get; private set; } = StatusCodes.Status404NotFound;

    public string Heading => Status switch
    {
        400 => "This form is too old or incomplete",
        403 => "Not for this account",
        404 => "There is nothing here",
        405 => "This page cannot do that",
        413 => "That was too large",
        503 => "Others are downloading just now",
        _ => "This did not work",
    };

    public string Advice => Status switch
    {
        400 => "Nothing was stored. The page was probably open for very long, or you signed in or out meanwhile in another tab. " +
            "Go back, load the page again and send it once more.",
        403 => "Your role does not allow this. An administrator can change what your account may do.",
        404 => "The address is wrong, it is gone, or it belongs to a site that your account does not see.",
        405 => "Nothing was stored. Open the page from the menu and use its buttons.",
        413 => "Nothing was stored. Send less at a time; large files go through Imports.",
        503 => "Few files are written at a time, so that nobody at a counter has to wait for them. Go back and try again in a few seconds.",
        _ => "Nothing was stored. Go back and try again.",
    };

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (int.TryParse(RouteData.Values["status"]?.ToString(), out var status)
            && status is (>= 400 and < 500) or StatusCodes.Status503ServiceUnavailable) Status = status;
        Response.StatusCode = Status;
    }
}
