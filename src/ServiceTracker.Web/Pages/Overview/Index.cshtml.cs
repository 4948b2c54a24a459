using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Coverage;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>
/// Where a manager's day begins: where the basics are not reliable, whether it is the person, the channel or the system, what changed, and
/// what needs somebody. Of whole weeks: the running one says nothing yet.
/// </summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class IndexModel(
    MasterDataReader masterData, OverviewQuery overview, LoggingQuery logging, CoverageQuery coverage, BusinessToday present) : PageModel
{
    /// <summary>Most flags listed; all of them are a page of their own.</summary>
    public const int MostFlags = 5;

    /// <summary>Code of the site shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>The week shown, such as 2026-W47; the last whole one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    public Actor Actor { get; private set; } = null!;
    public WeekFilter Filter { get; private set; } = null!;
    public IReadOnlyList<Site> Sites => Filter.Sites;
    public Site? Site => Filter.Site;

    /// <summary>The last week that counts.</summary>
    public IsoWeek Week => Filter.Week;

    public MasterData Master { get; private set; } = null!;
    public OverviewFigures Figures { get; private set; } = null!;
    public OverviewLinks Links { get; private set; } = null!;

    /// <summary>What was logged of what was counted, over the same weeks.</summary>
    public CoverageFigures Coverage { get; private set; } = null!;

    /// <summary>Each person's quick logs against their full checks; null where it is not asked here.</summary>
    public IReadOnlyList<PersonLogging>? Logging { get; private set; }

    /// <summary>All basics together in the weeks that are judged.</summary>
    public (long N, double Rate)? Whole { get; private set; }

    /// <summary>Whether a baseline is in force, without which nothing can be logged.</summary>
    public bool HasBaseline { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        if (WeekFilter.Of(Actor, master, present, SiteCode, WeekText) is not { } filter) return NotFound();
        Filter = filter;
        HasBaseline = master.BaselineOn(filter.Today) is not null;
        var asked = await overview.RunAsync(Actor, Week, Site, filter.AsOf, cancellation);
        if (asked is not Result<OverviewFigures>.Ok { Value: var figures }) return Forbid();
        Figures = figures;
        var judged = figures.Whole.Points.TakeLast(RateShift.WeeksNow).ToList();
        if (judged.Sum(p => p.N) is > 0 and var n) Whole = (n, (double)judged.Sum(p => p.K) / n);
        if (figures.Trust is not null) Logging = await logging.UpToAsync(Actor, Week, Site, cancellation);
        var from = Week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday;
        Coverage = await coverage.OfAsync(Actor, from, Week.Sunday, Site, cancellation);
        // Asked for after the figures, so that everybody they name is there.
        Master = await masterData.GetAsync(cancellation);
        Links = new OverviewLinks(Master, Site, Week);
        return Page();
    }
}
