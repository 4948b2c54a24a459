using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Signing;

/// <summary>A person's own account: another password, and out everywhere.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class OwnModel(OwnPassword passwords, AccountAdministration administration) : PageModel
{
    [BindProperty]
    public PasswordForm Input { get; set; } = new();

    /// <summary>What the form asks for.</summary>
    public sealed class PasswordForm
    {
        [Required(ErrorMessage = "Enter your present password.")]
        public string? Current { get; set; }

        [Required(ErrorMessage = "Choose a new password.")]
        public string? Password { get; set; }

        [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
        public string? Again { get; set; }
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!ModelState.IsValid || AccountClaims.AccountOf(User) is not { } id) return Page();
        var changed = await passwords.ChangeAsync(id, AccountClaims.SessionOf(User), Input.Current!, Input.Password!, cancellation);
        if (ModelState.AddRefusal(changed)) return Page();
        TempData["Done"] = "Your password is changed. Everywhere else you are signed out.";
        return Redirect("/account");
    }

    public async Task<IActionResult> OnPostEverywhereAsync(CancellationToken cancellation)
    {
        if (AccountClaims.AccountOf(User) is { } id) await administration.EndSessionsAsync(User.ToActor(), id, null, cancellation);
        return Redirect("/sign-in");
    }
}
