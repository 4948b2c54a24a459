using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>Makes the first administrator, for whoever can read the program's own log. Closed as soon as somebody can sign in.</summary>
[AllowAnonymous]
public sealed class AccountModel(SetupCode setupCode, Accounts accounts, SignInManager<Account> signIn) : PageModel
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
            ModelState.AddModelError("Input.Code", "This is not the code. Take it from the newest start of the program; every start prints a new one.");
        if (!ModelState.IsValid) return Page();

        var actor = new Actor("set-up", Input.Name!.Trim(), Role.Admin, null, null);
        var made = await accounts.CreateAsync(actor, Input.Email!, Input.Password!, Input.Name, Role.Admin, null, null, cancellation);
        if (ModelState.AddRefusal(made)) return Page();
        await signIn.SignInAsync(((Result<Account>.Ok)made).Value, isPersistent: false);
        return Redirect("/setup/site");
    }

    private RedirectResult Closed() => Redirect(User.Identity is { IsAuthenticated: true } ? "/" : "/sign-in");
}
