using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>Makes the first administrator, for whoever can read the program's own log. Closed as soon as somebody can sign in.</summary>
[AllowAnonymous]
public sealed class AccountModel(SetupCode setupCode, Accounts accounts, SigningIn signingIn) : PageModel
{
    [BindProperty]
    public AccountInput Input { get; set; } = new();

    /// <summary>What the form asks for.</summary>
    public sealed class AccountInput
    {
        [Required(ErrorMessage = "Enter the code from the program's log.")]
        public string? Code { get; set; }

        [Required(ErrorMessage = "Enter your name.")]
        [StringLength(200, ErrorMessage = "At most 200 characters.")]
        public string? Name { get; set; }

        [Required(ErrorMessage = "Enter your e-mail address.")]
        [EmailAddress(ErrorMessage = "This is not an e-mail address.")]
        [StringLength(200, ErrorMessage = "At most 200 characters.")]
        public string? Email { get; set; }

        [Required(ErrorMessage = "Choose a password.")]
        [StringLength(200, ErrorMessage = "At most 200 characters.")]
        public string? Password { get; set; }

        [Required(ErrorMessage = "Enter the password again.")]
        [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
        public string? Again { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) =>
        await accounts.AnyAsync(cancellation) ? Closed() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await accounts.AnyAsync(cancellation)) return Closed();
        if (Input.Code is not null && !setupCode.Matches(Input.Code))
            ModelState.AddModelError(
                "Input.Code", "This is not the code. Take it from the newest start of the program; every start prints a new one.");
        if (!ModelState.IsValid) return Page();

        var made = await accounts.SetUpAsync(Input.Email!, Input.Password!, Input.Name!, cancellation);
        if (made is Result<Account>.Conflict) return Closed();
        if (ModelState.AddRefusal(made)) return Page();
        var account = ((Result<Account>.Ok)made).Value;
        if (await signingIn.StartAsync(account, null, cancellation) is not { } session) return Closed();
        await Sessions.OpenAsync(HttpContext, account, session, remember: false);
        return Redirect("/setup/site");
    }

    private RedirectResult Closed() => Redirect(User.Identity is { IsAuthenticated: true } ? "/" : "/sign-in");
}
