using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>Signs a person in by e-mail and password.</summary>
[AllowAnonymous]
public sealed class SignInModel(SigningIn signingIn, Accounts accounts) : PageModel
{
    /// <summary>Where the person was going; followed only when it is a path of this program.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public SignInInput Input { get; set; } = new();

    /// <summary>What the form asks for.</summary>
    public sealed class SignInInput
    {
        [Required(ErrorMessage = "Enter your e-mail address.")]
        public string? Email { get; set; }

        [Required(ErrorMessage = "Enter your password.")]
        public string? Password { get; set; }

        public bool Remember { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (User.Identity is { IsAuthenticated: true }) return Onward();
        return await accounts.AnyAsync(cancellation) ? Page() : Redirect("/setup");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!ModelState.IsValid) return Page();
        switch (await signingIn.TryAsync(Input.Email!, Input.Password!, AccountClaims.SessionOf(User), cancellation))
        {
            case SignInOutcome.In(var account, var session):
                await Sessions.OpenAsync(HttpContext, account, session, Input.Remember);
                return Onward();
            case SignInOutcome.TooMany(var wait):
                var seconds = (int)Math.Ceiling(wait.TotalSeconds);
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Response.Headers.RetryAfter = $"{seconds}";
                var time = seconds < 120 ? $"{seconds} seconds" : $"{(seconds + 59) / 60} minutes";
                ModelState.AddModelError("", $"Too many wrong tries. Nothing is locked: try again in {time}.");
                return Page();
            default:
                ModelState.AddModelError(
                    "", "E-mail and password do not match. After several wrong tries the next ones have to wait a little.");
                return Page();
        }
    }

    private RedirectResult Onward() => Redirect(Url.IsLocalUrl(ReturnUrl) ? InAscii(ReturnUrl) : "/");

    // A header holds nothing else.
    private static string InAscii(string url) =>
        string.Concat(url.EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : Uri.EscapeDataString(r.ToString())));
}
