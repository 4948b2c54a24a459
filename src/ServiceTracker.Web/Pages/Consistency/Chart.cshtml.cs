using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>The weekly chart of a site, person, channel or both, or of one basic there.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class ChartModel(
    MasterDataReader masterData, ConsistencyQuery consistency, PeopleInSight people, BusinessToday today, ProcessChangeQuery changes,
    RecordProcessChange record) : PageModel
{
    public UnitLine Line { get; private set; } = null!;
    public Standing? Standing { get; private set; }

    /// <summary>Weeks of others may be left out.</summary>
    public bool IsOfOthers { get; private set; }

    /// <summary>Recorded changes that concern it, oldest first.</summary>
    public IReadOnlyList<ProcessChange> Changes { get; private set; } = [];

    /// <summary>Where a change that is marked here holds; null for all sites.</summary>
    public Site? Where { get; private set; }

    /// <summary>Whether this user may mark a change here.</summary>
    public bool MayMark { get; private set; }

    [BindProperty]
    public ChangeForm Input { get; set; } = new();

    /// <summary>The form, and where the change will hold.</summary>
    public ChangeHere Here => new(
        Input, (Line.Basic is { } basic ? $"“{basic.Question}”, " : null) + (Where?.Name ?? "all sites")
            + (Line.Channel is { } how ? $", {how.Name}" : null));

    public async Task<IActionResult> OnGetAsync(
        string? site, string? staff, string? channel, string? basic, string? week, CancellationToken cancellation) =>
        await FindAsync(site, staff, channel, basic, week, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(
        string? site, string? staff, string? channel, string? basic, string? week, CancellationToken cancellation)
    {
        if (!await FindAsync(site, staff, channel, basic, week, cancellation)) return NotFound();
        if (!MayMark) return Forbid();
        if (!await Input.RecordAsync(
            record, User.ToActor(), Where?.Code, Line.Channel?.Code, Line.Basic?.Code, ModelState, cancellation)) return Page();
        TempData["Done"] = "The change is marked.";
        return Redirect(Request.Path + Request.QueryString);
    }

    private async Task<bool> FindAsync(
        string? site, string? staff, string? channel, string? basic, string? week, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        var (where, who, how) = (
            actor.IfOwn(master.Sites.Find(site)), await people.FindAsync(actor, master, staff, cancellation),
            master.Channels.Find(channel));
        if ((site is not null && where is null) || (staff is not null && who is null) || (channel is not null && how is null))
            return false;
        // A colleague's chart is not there for a staff account.
        if (who is not null && !actor.SeesPerson(who.Id)) return false;
        if (!IsoWeek.TryParse(week, out var last)) last = IsoWeek.Of(today.Of(actor, master, where));

        var unit = new Unit(where?.Id, null, who?.Id, how?.Id);
        IsOfOthers = FiguresOfOthers.AreAsked(actor, who);
        var asked = basic is null ? null : master.BaselineTerms.Reverse().Select(t => master.Baselines[t.Number].Find(basic))
            .FirstOrDefault(e => e is not null);
        // Of others, staff see no single basics.
        if (basic is not null && (asked is null || IsOfOthers)) return false;
        var reading = asked is null
            ? await consistency.ReadingAsync(actor, last, UnitChart.DefaultWeeks, unit, cancellation)
            : new UnitReading(await consistency.BasicAsync(actor, last, UnitChart.DefaultWeeks, unit, asked.Code, cancellation), null);
        Standing = reading.Standing;
        // One more way of adding up others' weeks is for nobody who is shown no more than their totals.
        var tally = asked is null && !IsOfOthers
            ? await consistency.TallyAsync(actor, last, unit, cancellation) : new ConsistencyTally(unit.Breakdown.Viewpoint());
        Line = new UnitLine(new UnitWeek(unit, tally, reading), master, where, last)
        {
            Basic = asked,
        };
        Where = where ?? actor.IfOwn(master.Sites.Find(who?.HomeSiteId));
        MayMark = actor.May(Permission.WorksOnFlags) && (Where is not null || actor.IsAdmin);
        if (reading.Chart.Points is [var oldest, .., var latest])
        {
            Changes = await changes.OfUnitAsync(
                actor, Where?.Id, how?.Id, asked?.Code, oldest.Week.Monday, latest.Week.Sunday, cancellation);
        }

        return true;
    }
}
