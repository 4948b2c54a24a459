using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>Ends a session. A link cannot do it, only a form.</summary>
[AllowAnonymous]
public sealed class SignOutModel(SigningIn signingIn) : PageModel
{
    public RedirectResult OnGet() => Redirect("/");

    public async Task<RedirectResult> OnPostAsync(CancellationToken cancellation)
    {
        if (AccountClaims.SessionOf(User) is { } session) await signingIn.SignOutAsync(session, cancellation);
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Redirect("/sign-in");
    }
}
