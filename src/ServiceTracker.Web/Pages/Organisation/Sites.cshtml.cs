using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>All sites.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class SitesModel(MasterDataReader master) : PageModel
{
    public IReadOnlyList<SiteRow> Rows { get; private set; } = [];

    /// <summary>A site in the list.</summary>
    public sealed record SiteRow(string Code, string Name, string Zone, TimeOnly DayStart, int Teams, int People);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var data = await master.GetAsync(cancellation);
        Rows = [.. data.Sites.All
            .Select(s =>
                new SiteRow(
                    s.Code, s.Name, s.Zone, s.DayStart, data.Teams.Count(t => t.SiteId == s.Id),
                    data.Staff.All.Count(p => p.HomeSiteId == s.Id)))
            .OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
