using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>The weekly chart of a site, person, channel or both.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class ChartModel(
    MasterDataReader masterData, ConsistencyQuery consistency, PeopleInSight people, BusinessToday today) : PageModel
{
    public UnitLine Line { get; private set; } = null!;
    public Standing? Standing { get; private set; }

    /// <summary>Weeks of others may be left out.</summary>
    public bool IsOfOthers { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? site, string? staff, string? channel, string? week, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        var (where, who, how) = (
            actor.IfOwn(master.Sites.Find(site)), await people.FindAsync(actor, master, staff, cancellation),
            master.Channels.Find(channel));
        if ((site is not null && where is null) || (staff is not null && who is null) || (channel is not null && how is null))
            return NotFound();
        // A colleague's chart is not there for a staff account.
        if (who is not null && !actor.SeesPerson(who.Id)) return NotFound();
        if (!IsoWeek.TryParse(week, out var last)) last = IsoWeek.Of(today.Of(actor, master, where));

        var unit = new Unit(where?.Id, null, who?.Id, how?.Id);
        var reading = await consistency.ReadingAsync(actor, last, UnitChart.DefaultWeeks, unit, cancellation);
        IsOfOthers = FiguresOfOthers.AreAsked(actor, who);
        Standing = reading.Standing;
        Line = new UnitLine(new UnitWeek(unit, new ConsistencyTally(unit.Breakdown.Viewpoint()), reading), master, where, last);
        return Page();
    }
}
