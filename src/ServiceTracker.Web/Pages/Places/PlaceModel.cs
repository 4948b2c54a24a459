using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Coverage;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Consistency;
using ServiceTracker.Web.Pages.Overview;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Places;

/// <summary>What the pages of one channel and of one site have in common: all but which of the two it is.</summary>
public abstract class PlaceModel(
    MasterDataReader masterData, OnePlaceQuery query, RecordProcessChange record, BusinessToday present, LoggingQuery? logging = null,
    CoverageQuery? coverage = null) : PageModel
{
    /// <summary>The week shown, such as 2026-W47; the last whole one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    [BindProperty]
    public ChangeForm Input { get; set; } = new();

    public WeekFilter Filter { get; private set; } = null!;
    public OnePlaceFigures Figures { get; private set; } = null!;
    public MasterData Master { get; private set; } = null!;
    public OverviewLinks Links { get; private set; } = null!;

    /// <summary>Each person's quick logs against their full checks; null where it is not asked here.</summary>
    public IReadOnlyList<PersonLogging>? Logging { get; private set; }

    /// <summary>What was logged of what was counted; null where it is not asked here.</summary>
    public CoverageFigures? Coverage { get; private set; }

    /// <summary>Whether this user may mark a change here.</summary>
    public bool MayMark { get; private set; }

    public Site? Site => Filter.Site;
    public Channel? Channel => Filter.Channel;
    public IsoWeek Week => Filter.Week;

    /// <summary>The channel or the site.</summary>
    public string Name => Channel?.Name ?? Site!.Name;

    /// <summary>The form, and where the change will hold.</summary>
    public ChangeHere Here => new(Input, $"{Site?.Name ?? "all sites"}{(Channel is null ? "" : $", {Channel.Name}")}");

    /// <summary>The interactions there of some weeks in which a basic was missed.</summary>
    public string Missed(string basic, DateOnly? from = null) => UnitLine.Interactions(
        Site, null, Channel, from ?? Week.AddWeeks(1 - RateShift.WeeksNow).Monday, Week.Sunday, basic);

    /// <summary>Codes of the site and the channel as they were asked for; null where the page is not there.</summary>
    protected abstract (string? Site, string? Channel)? Asked { get; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await FindAsync(cancellation) ?? Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is { } otherwise) return otherwise;
        if (!MayMark) return Forbid();
        if (!await Input.RecordAsync(record, User.ToActor(), Site?.Code, Channel?.Code, null, ModelState, cancellation)) return Page();
        TempData["Done"] = "The change is marked.";
        return Redirect(Request.Path + Request.QueryString);
    }

    private async Task<IActionResult?> FindAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        if (Asked is not { } asked || WeekFilter.Of(actor, master, present, asked.Site, WeekText) is not { } filter) return NotFound();
        var channel = master.Channels.Find(asked.Channel);
        if (asked.Channel is not null && channel is null) return NotFound();
        var given = await query.RunAsync(actor, filter.Week, filter.Site, channel, filter.AsOf, cancellation);
        if (given is not Result<OnePlaceFigures>.Ok { Value: var figures }) return Forbid();
        Figures = figures;
        if (logging is not null && figures.People is not null)
            Logging = await logging.UpToAsync(actor, filter.Week, filter.Site, cancellation);
        if (coverage is not null)
        {
            Coverage = await coverage.OfAsync(
                actor, filter.Week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday, filter.Week.Sunday, filter.Site, cancellation);
        }

        // Asked for after the figures, so that everybody they name is there.
        Master = await masterData.GetAsync(cancellation);
        Filter = filter with { Channel = channel, Code = channel?.Code ?? filter.Site?.Code, AsksForSite = channel is not null };
        Links = new OverviewLinks(Master, filter.Site, filter.Week);
        MayMark = actor.May(Permission.WorksOnFlags) && (filter.Site is not null || actor.IsAdmin);
        return null;
    }
}
