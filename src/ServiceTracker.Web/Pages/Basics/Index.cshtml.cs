using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Overview;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Consistency;
using ServiceTracker.Web.Pages.Overview;

namespace ServiceTracker.Web.Pages.Basics;

/// <summary>The register of basics: promise, evidence, owner, review, target and rate of each, and where the bar could be raised.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class IndexModel(MasterDataReader masterData, BasicRegisterQuery query, BusinessToday present) : PageModel
{
    /// <summary>Code of the site whose figures are shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>The week shown, such as 2026-W47; the last whole one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    public WeekFilter Filter { get; private set; } = null!;

    /// <summary>Null where no baseline is in force.</summary>
    public BasicRegister? Register { get; private set; }

    /// <summary>Whether this user may draft a baseline.</summary>
    public bool MayDraft { get; private set; }

    /// <summary>The basics whose review date has passed, the longest overdue first.</summary>
    public IReadOnlyList<Expectation> Overdue => [.. (Register?.Entries ?? []).Where(e => e.IsOverdue).Select(e => e.Basic)];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        if (WeekFilter.Of(actor, master, present, SiteCode, WeekText) is not { } filter) return NotFound();
        Filter = filter;
        MayDraft = actor.Manages;
        var asked = await query.RunAsync(actor, filter.Week, filter.Site, filter.Today, cancellation);
        if (asked is not Result<BasicRegister?>.Ok { Value: var register }) return Forbid();
        Register = register;
        return Page();
    }

    /// <summary>The interactions of the last weeks in which a basic was missed.</summary>
    public string Missed(Expectation basic) => UnitLine.Interactions(
        Filter.Site, null, null, Filter.Week.AddWeeks(1 - RateShift.WeeksNow).Monday, Filter.Week.Sunday, basic.Code);

    /// <summary>When somebody has to look again, in words.</summary>
    public string Review(Expectation basic) => basic.ReviewDate is not { } date ? "no date"
        : (Filter.Today.DayNumber - date.DayNumber) switch
        {
            > 1 and var days => $"Overdue since {date:d MMM yyyy}, {days} days",
            1 => $"Overdue since yesterday, {date:d MMM yyyy}",
            0 => "Due today",
            _ => $"{date:d MMM yyyy}",
        };
}
