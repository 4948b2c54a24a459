using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>Makes an account, and shows the link for its person once.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class InviteModel(AccountAdministration administration, MasterDataReader master) : PageModel
{
    [BindProperty]
    public InviteForm Input { get; set; } = new();

    /// <summary>The link, once the account is made.</summary>
    public AccountLink? Link { get; private set; }

    /// <summary>What the form asks for.</summary>
    public sealed class InviteForm : RightsForm
    {
        [Required(ErrorMessage = "Enter the e-mail address.")]
        public string? Email { get; set; }

        [Required(ErrorMessage = "Enter the name.")]
        public string? Name { get; set; }
    }

    public async Task OnGetAsync(CancellationToken cancellation) => Input.Offer(await master.GetAsync(cancellation));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Input.Offer(await master.GetAsync(cancellation));
        var (role, sites, staff) = Input.Read(ModelState);
        if (!ModelState.IsValid) return Page();
        var made = await administration.InviteAsync(User.ToActor(), Input.Email, Input.Name, role, sites, staff, cancellation);
        if (!ModelState.AddRefusal(made)) Link = ((Result<AccountLink>.Ok)made).Value;
        return Page();
    }
}
