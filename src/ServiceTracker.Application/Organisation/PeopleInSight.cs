using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>
/// Whom an actor may learn of. Everybody else is answered for as a code that nobody has: in lists, filters, pages and calls alike.
/// </summary>
public sealed class PeopleInSight(IServiceTrackerDb db)
{
    /// <summary>Whether a person's record is the actor's to read: those of their sites, and for a staff account its own person's.</summary>
    public static bool IsOnRecord(Actor actor, StaffMember person) =>
        actor.SeesPerson(person.Id) && (actor.Sees(person.HomeSiteId) || !actor.SeesEverybody);

    /// <summary>
    /// The person of a code, if the actor may ask about them: their record is the actor's to read, or an interaction that the actor sees
    /// names them. So a visitor from another site is there for its manager as far as they served there, and no further.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="master">Where the code is found.</param>
    /// <param name="code">As it was asked.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<StaffMember?> FindAsync(Actor actor, MasterData master, string? code, CancellationToken cancellation)
    {
        var person = master.Staff.Find(code);
        if (person is not null && IsOnRecord(actor, person)) return person;
        if (actor is { SeesEverybody: true, SeesEverySite: true }) return null;
        // Asked for a code that nobody has as well, so that both answers take as long. Site by site, because the index of people begins
        // with it.
        var (id, sites) = (person?.Id ?? 0, actor.OfOwnSites(master.Sites.All).Select(s => s.Id).ToArray());
        var isNamed = await actor.Visible(db.Interactions.AsNoTracking())
            .AnyAsync(i => EF.Parameter(sites).Contains(i.SiteId) && i.StaffId == id, cancellation);
        return isNamed ? person : null;
    }
}
