using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>Signs a person in by e-mail and password.</summary>
[AllowAnonymous]
public sealed class SignInModel(SignInManager<Account> signIn, Accounts accounts) : PageModel
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
        var (email, password) = (Input.Email!.Trim(), Input.Password!);
        var account = await signIn.UserManager.FindByNameAsync(email);
        if (account is null)
        {
            // As much work as for a wrong password, so that the time taken does not tell who has an account.
            signIn.UserManager.PasswordHasher.HashPassword(new Account(), password);
            return Refuse();
        }

        var result = await signIn.PasswordSignInAsync(account, password, Input.Remember, lockoutOnFailure: true);
        await accounts.RecordSignInAsync(account, result.Succeeded, cancellation);
        return result.Succeeded ? Onward() : Refuse();
    }

    private PageResult Refuse()
    {
        ModelState.AddModelError("", "E-mail and password do not match. After several wrong tries an account is locked for a few minutes.");
        return Page();
    }

    private RedirectResult Onward() => Redirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
}
