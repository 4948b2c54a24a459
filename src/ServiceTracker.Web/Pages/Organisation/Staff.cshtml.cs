using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>The people of the sites one sees.</summary>
[Authorize(Policy = nameof(Permission.Manages))]
public sealed class StaffModel(MasterDataReader master, TimeProvider clock) : PageModel
{
    /// <summary>Code of the home site to show; absent for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Site { get; set; }

    /// <summary>Also those whose last day has passed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Leavers { get; set; }

    public IReadOnlyList<Site> Sites { get; private set; } = [];

    public IReadOnlyList<StaffRow> Rows { get; private set; } = [];

    /// <summary>A person in the list.</summary>
    public sealed record StaffRow(string Code, string Name, string Site, string? Team, string? Role, string Active, bool HasLeft);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var (data, actor, now) = (await master.GetAsync(cancellation), User.ToActor(), clock.GetUtcNow().UtcDateTime);
        Sites = [.. actor.OfOwnSites(data.Sites.All).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
        var today = Sites.ToDictionary(s => s.Id, s => s.Calendar.At(now).BusinessDate);
        Rows = [.. data.Staff.All
            .Where(p => today.ContainsKey(p.HomeSiteId) && (string.IsNullOrEmpty(Site) || data.Sites[p.HomeSiteId].Code == Site))
            .Select(p => new StaffRow(
                p.Code, p.Name, data.Sites[p.HomeSiteId].Name, data.Team(p.HomeSiteId, p.HomeTeamId)?.Name, p.RoleTitle,
                string.Join("; ", p.Periods.Select(Text)), p.HasLeftBy(today[p.HomeSiteId])))
            .Where(r => Leavers || !r.HasLeft)
            .OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Code, StringComparer.Ordinal)];
    }

    /// <summary>A period of service in words.</summary>
    public static string Text(ServicePeriod period) => (period.From, period.To) switch
    {
        (null, null) => "always",
        ({ } f, null) => $"from {f:yyyy-MM-dd}",
        (null, { } t) => $"until {t:yyyy-MM-dd}",
        ({ } f, { } t) => $"{f:yyyy-MM-dd} to {t:yyyy-MM-dd}",
    };
}
