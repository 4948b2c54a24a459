using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>Who may sign in.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class ListModel(AccountAdministration administration, MasterDataReader master) : PageModel
{
    private const int AtOnce = 100;

    /// <summary>E-mail address of the last one seen, in capitals.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<AccountRow> Rows { get; private set; } = [];

    /// <summary>Where the next page begins, or null.</summary>
    public string? Next { get; private set; }

    /// <summary>An account in the list.</summary>
    public sealed record AccountRow(Guid Id, string Name, string? Email, string Role, string Sites, string? Staff, AccountStatus Status);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var data = await master.GetAsync(cancellation);
        var found = await administration.ListAsync(After, AtOnce + 1, cancellation);
        if (found.Count > AtOnce) Next = found[AtOnce - 1].NormalizedUserName;
        Rows = [.. found.Take(AtOnce).Select(a => new AccountRow(
            a.Id, a.DisplayName, a.Email, a.Role.Name(),
            a.SiteIds is { } ids ? string.Join(", ", ids.Select(i => data.Sites[i].Name)) : "every site",
            a.StaffId is { } staff ? data.Staff[staff].Name : null, a.Status))];
    }
}
