using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>The present date by the calendars of sites. An interaction that is logged now carries it, so every default of a date ends
/// there.</summary>
public sealed class BusinessToday(TimeProvider clock)
{
    /// <summary>The present business date.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="master">Which sites there are.</param>
    /// <param name="site">At this site; null for all sites of the actor: then the latest date of any, so that nobody's newest is left
    /// out.</param>
    public DateOnly Of(Actor actor, MasterData master, Site? site)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (site is not null) return site.Calendar.At(now).BusinessDate;
        // A thousand sites have few clocks among them.
        return actor.OfOwnSites(master.Sites.All).DistinctBy(s => (s.Zone, s.DayStart)).Select(s => s.Calendar.At(now).BusinessDate)
            .DefaultIfEmpty(DateOnly.FromDateTime(now)).Max();
    }
}
