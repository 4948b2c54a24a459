using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>One account: what it may do, a new password, out and away.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class EditModel(AccountAdministration administration, MasterDataReader master) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public EditForm Input { get; set; } = new();

    /// <summary>The account as stored.</summary>
    public Account Account { get; private set; } = null!;

    /// <summary>A link that was made just now.</summary>
    public AccountLink? Link { get; private set; }

    /// <summary>What the form asks for.</summary>
    public sealed class EditForm : RightsForm
    {
        [Required(ErrorMessage = "Enter the name.")]
        public string? Name { get; set; }

        public int Version { get; set; }
    }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Input.Offer(await master.GetAsync(cancellation));
        var (role, sites, staff) = Input.Read(ModelState);
        if (ModelState.IsValid)
        {
            var change = new AccountChange { Name = Input.Name, Role = role, Sites = new(sites), Staff = new(staff) };
            var changed = await administration.ChangeAsync(User.ToActor(), Id, change, Input.Version, cancellation);
            if (changed is Result<Account>.Ok(var account, _)) return Done($"{account.DisplayName} is saved.");
            if (changed is Result<Account>.Stale) ModelState.AddStale();
            else ModelState.AddRefusal(changed);
        }

        if (await administration.FindAsync(Id, cancellation) is not { } stored) return NotFound();
        (Account, Input.Version) = (stored, stored.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostResetAsync(CancellationToken cancellation)
    {
        ModelState.Clear();
        var reset = await administration.ResetAsync(User.ToActor(), Id, cancellation);
        if (reset is Result<AccountLink>.Ok(var link, _)) Link = link;
        else ModelState.AddRefusal(reset);
        return await ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostSignOutAsync(CancellationToken cancellation)
    {
        ModelState.Clear();
        var ended = await administration.EndSessionsAsync(User.ToActor(), Id, AccountClaims.SessionOf(User), cancellation);
        return ModelState.AddRefusal(ended)
            ? await ShowAsync(cancellation) : Done($"{((Result<Account>.Ok)ended).Value.DisplayName} is signed out everywhere but here.");
    }

    public Task<IActionResult> OnPostDisableAsync(int version, CancellationToken cancellation) => KeepOutAsync(true, version, cancellation);

    public Task<IActionResult> OnPostEnableAsync(int version, CancellationToken cancellation) => KeepOutAsync(false, version, cancellation);

    public async Task<IActionResult> OnPostRemoveAsync(int version, CancellationToken cancellation)
    {
        ModelState.Clear();
        var removed = await administration.RemoveAsync(User.ToActor(), Id, version, cancellation);
        return ModelState.AddRefusal(removed)
            ? await ShowAsync(cancellation) : Done($"{((Result<Account>.Ok)removed).Value.DisplayName} is removed.");
    }

    private async Task<IActionResult> KeepOutAsync(bool disabled, int version, CancellationToken cancellation)
    {
        ModelState.Clear();
        var changed = await administration.ChangeAsync(
            User.ToActor(), Id, new AccountChange { Disabled = disabled }, version, cancellation);
        return ModelState.AddRefusal(changed) ? await ShowAsync(cancellation)
            : Done($"{((Result<Account>.Ok)changed).Value.DisplayName} {(disabled ? "may not sign in any more" : "may sign in again")}.");
    }

    private RedirectResult Done(string words)
    {
        TempData["Done"] = words;
        return Redirect("/accounts");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await administration.FindAsync(Id, cancellation) is not { } a) return NotFound();
        var data = await master.GetAsync(cancellation);
        Account = a;
        Input = new()
        {
            Name = a.DisplayName,
            Role = SnakeCase<Domain.Access.Role>.Text(a.Role),
            EverySite = a.SiteIds is null,
            Sites = [.. (a.SiteIds ?? []).Select(i => data.Sites[i].Code)],
            Staff = a.StaffId is { } staff ? data.Staff[staff].Code : null,
            Version = a.Version,
        };
        Input.Offer(data);
        return Page();
    }
}
