using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>Where a link leads by which a person chooses their password. Looking at it uses nothing up; mail programs look too.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class WelcomeModel(OwnPassword passwords, SigningIn signingIn) : PageModel
{
    /// <summary>The secret part of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Link { get; set; }

    [BindProperty]
    public ChosenPassword Input { get; set; } = new();

    /// <summary>Name and e-mail address of whom the link is for; null when it does not work.</summary>
    public string? Name { get; private set; }

    public string? Email { get; private set; }

    /// <summary>What the form asks for.</summary>
    public sealed class ChosenPassword
    {
        [Required(ErrorMessage = "Choose a password.")]
        public string? Password { get; set; }

        [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
        public string? Again { get; set; }
    }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!ModelState.IsValid) return await ShowAsync(cancellation);
        var chosen = await passwords.ChooseAsync(Link, Input.Password!, cancellation);
        if (chosen is Result<Account>.Ok(var account, _))
        {
            // Changed again in the same moment: whatever holds now is asked for there.
            if (await signingIn.StartAsync(account, AccountClaims.SessionOf(User), cancellation) is not { } session)
                return Redirect("/sign-in");
            await Sessions.OpenAsync(HttpContext, account, session, remember: false);
            return Redirect("/");
        }

        if (chosen is Result<Account>.Invalid) ModelState.AddRefusal(chosen);
        return await ShowAsync(cancellation);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        var account = await passwords.BehindAsync(Link, cancellation);
        (Name, Email) = (account?.DisplayName, account?.Email);
        if (account is null) Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
