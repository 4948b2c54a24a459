using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>Where it falters: role, hours and basic that are lower than the same basic in all the rest of the site.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class FaltersModel(MasterDataReader masterData, WhereItFaltersQuery falters, BusinessToday present) : PageModel
{
    /// <summary>Code of the site shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>The last week; the last whole one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    public WeekFilter Asked { get; private set; } = null!;
    public FaltersAnswer Answer { get; private set; } = null!;

    /// <summary>By site, role, basic and hour.</summary>
    public IReadOnlyList<FalterRow> Rows { get; private set; } = [];

    /// <summary>Sites looked at over fewer weeks than the others.</summary>
    public IReadOnlyList<(Site Site, IsoWeek From)> Shorter { get; private set; } = [];

    public IReadOnlyList<Site> LeftOut { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        if (WeekFilter.Of(actor, master, present, SiteCode, WeekText) is not { } which) return NotFound();
        Asked = which;
        var asked = await falters.RunAsync(actor, which.Week, which.Site, cancellation);
        if (asked is not Result<WhereItFalters>.Ok { Value: var found }) return Forbid();
        master = await masterData.GetAsync(cancellation);
        Rows =
        [
            .. found.Sites.SelectMany(s => s.Found.Select(h => new FalterRow(
                h, master.QuestionOf(h.Expectation, which.Week.Sunday), s.Site, s.From.Monday, which.Week.Sunday))),
        ];
        Answer = new FaltersAnswer(
            found.Sites.Sum(s => s.Tested), [.. Rows.Select(r => (r.Site.Name, r.Hours, r.Question))], found.Sites.Sum(s => s.Untold));
        var first = which.Week.AddWeeks(1 - BasicsQuery.WeeksCompared);
        Shorter = [.. found.Sites.Where(s => s.From > first).Select(s => (s.Site, s.From))];
        LeftOut = found.LeftOut;
        return Page();
    }
}
