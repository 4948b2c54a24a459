using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Consistency;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>Whether the basics were delivered every time in a week: for the whole, by channel, by person and by both.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class IndexModel(MasterDataReader masterData, ConsistencyQuery consistency, TimeProvider clock) : PageModel
{
    /// <summary>Code of the site shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>The week shown, such as 2026-W47; the present one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    public Actor Actor { get; private set; } = null!;
    public IReadOnlyList<Site> Sites { get; private set; } = [];
    public Site? Site { get; private set; }
    public IsoWeek Week { get; private set; }

    /// <summary>The present week at the site, or in UTC for all sites.</summary>
    public IsoWeek PresentWeek { get; private set; }

    public UnitLine? Whole { get; private set; }
    public IReadOnlyList<UnitLine> Channels { get; private set; } = [];
    public IReadOnlyList<UnitLine> People { get; private set; } = [];
    public IReadOnlyList<UnitLine> Pairs { get; private set; } = [];

    /// <summary>Whether a baseline is in force, without which nothing can be logged.</summary>
    public bool HasBaseline { get; private set; }

    /// <summary>The lines whose week lies outside their usual range.</summary>
    public IEnumerable<UnitLine> Outside => new[] { Whole }.OfType<UnitLine>().Concat(Channels).Concat(People).Concat(Pairs)
        .Where(l => l.Figures.Chart.Points[^1].Signal != Signal.None);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        Sites = [.. Actor.OfOwnSites(master.Sites.All)];
        if (!string.IsNullOrEmpty(SiteCode))
        {
            Site = Sites.FirstOrDefault(s => s.Code == SiteCode);
            if (Site is null) return NotFound();
        }
        else if (Sites.Count == 1) Site = Sites[0];

        var now = clock.GetUtcNow().UtcDateTime;
        var today = Site?.Calendar.At(now).BusinessDate ?? DateOnly.FromDateTime(now);
        PresentWeek = IsoWeek.Of(today);
        Week = PresentWeek;
        if (!string.IsNullOrEmpty(WeekText))
        {
            if (!IsoWeek.TryParse(WeekText, out var week)) return NotFound();
            Week = week;
        }

        HasBaseline = master.BaselineOn(today) is not null;
        var figures = await consistency.WeekAsync(Actor, Week, Site, cancellation);
        IReadOnlyList<UnitLine> Lines(Breakdown by) => [.. figures.By(by).Select(u => new UnitLine(u, master, Site, Week)).OrderBy(l => l.Name, StringComparer.OrdinalIgnoreCase)];
        Whole = Lines(Breakdown.None) is [var whole] ? whole : null;
        Channels = Lines(Breakdown.Channel);
        People = [.. Lines(Breakdown.Staff).Where(l => l.Figures.Unit.StaffId is not null)];
        Pairs = [.. Lines(Breakdown.Staff | Breakdown.Channel).Where(l => l.Figures.Unit.StaffId is not null)];
        return Page();
    }
}
