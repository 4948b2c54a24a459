using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Consistency;
using ServiceTracker.Web.Pages.Overview;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Basics;

/// <summary>One basic: how it stands, where and since when, what got in the way, and the last misses.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class OneModel(
    MasterDataReader masterData, OneBasicQuery query, RecordProcessChange record, BusinessToday present) : PageModel
{
    /// <summary>Code of the site shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>Code of the channel shown; all channels where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "channel")]
    public string? ChannelCode { get; set; }

    /// <summary>The week shown, such as 2026-W47; the last whole one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    [BindProperty]
    public ChangeForm Input { get; set; } = new();

    public WeekFilter Filter { get; private set; } = null!;
    public OneBasicFigures Figures { get; private set; } = null!;
    public MasterData Master { get; private set; } = null!;
    public OverviewLinks Links { get; private set; } = null!;

    /// <summary>Whether this user may mark a change here.</summary>
    public bool MayMark { get; private set; }

    public Site? Site => Filter.Site;
    public Channel? Channel => Filter.Channel;
    public IsoWeek Week => Filter.Week;

    /// <summary>The form, and where the change will hold.</summary>
    public ChangeHere Here => new(
        Input, $"{Figures.Story.Subject} at {Site?.Name ?? "all sites"}{(Channel is null ? "" : $", {Channel.Name}")}");

    /// <summary>First day of the weeks over which places, people, hours and obstacles are looked at.</summary>
    public DateOnly Compared => Week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday;

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellation) =>
        await FindAsync(code, cancellation) ?? Page();

    public async Task<IActionResult> OnPostAsync(string code, CancellationToken cancellation)
    {
        if (await FindAsync(code, cancellation) is { } otherwise) return otherwise;
        if (!MayMark) return Forbid();
        if (!await Input.RecordAsync(record, User.ToActor(), Site?.Code, Channel?.Code, Figures.Basic.Code, ModelState, cancellation))
            return Page();
        TempData["Done"] = "The change is marked.";
        return Redirect(Request.Path + Request.QueryString);
    }

    /// <summary>The interactions of some weeks in which it was missed.</summary>
    public string Missed(DateOnly from, DateOnly to, Channel? channel = null, Site? site = null) =>
        UnitLine.Interactions(site ?? Site, null, channel ?? Channel, from, to, Figures.Basic.Code);

    private async Task<IActionResult?> FindAsync(string code, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        if (WeekFilter.Of(actor, master, present, SiteCode, WeekText) is not { } filter) return NotFound();
        var channel = master.Channels.Find(ChannelCode);
        if (channel is null && !string.IsNullOrEmpty(ChannelCode)) return NotFound();
        var asked = await query.RunAsync(actor, code, filter.Week, filter.Site, channel, filter.AsOf, cancellation);
        if (asked is Result<OneBasicFigures>.Forbidden) return Forbid();
        if (asked is not Result<OneBasicFigures>.Ok { Value: var figures }) return NotFound();
        Figures = figures;
        // Asked for after the figures, so that everybody they name is there.
        Master = await masterData.GetAsync(cancellation);
        Filter = filter with
        {
            Channel = channel,
            Channels =
            [
                .. Master.Channels.All.Where(c => figures.Basic.AppliesTo(c.Code)).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase),
            ],
        };
        Links = new OverviewLinks(Master, filter.Site, filter.Week);
        MayMark = actor.May(Permission.WorksOnFlags) && (filter.Site is not null || actor.IsAdmin);
        return null;
    }
}
