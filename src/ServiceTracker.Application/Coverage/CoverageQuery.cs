using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Coverage;

/// <summary>Holds what staff logged against what a till or a gate counted.</summary>
public sealed class CoverageQuery(IServiceTrackerDb db, MasterDataReader masterData)
{
    /// <summary>Over how many days the share is told, where nothing is said.</summary>
    public const int UsualDays = 56;

    /// <summary>What was counted on a day; null where nothing was, or where the site is not the actor's.</summary>
    public async Task<DayOfContacts?> FindAsync(Actor actor, string site, DateOnly date, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        if (actor.IfOwn(master.Sites.Find(site)) is not { Id: var id }) return null;
        return DayOfContacts.Of(
            await db.ContactCounts.AsNoTracking().Where(c => c.SiteId == id && c.BusinessDate == date).ToListAsync(cancellation), master);
    }

    /// <summary>The share logged over some days.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="from">First business date.</param>
    /// <param name="to">Last business date.</param>
    /// <param name="site">Only this one, or all of theirs.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<CoverageFigures> OfAsync(Actor actor, DateOnly from, DateOnly to, Site? site, CancellationToken cancellation)
    {
        var counted = actor.OfOwnSites(db.ContactCounts.AsNoTracking(), c => c.SiteId)
            .Where(c => c.BusinessDate >= from && c.BusinessDate <= to);
        if (site is { Id: var id }) counted = counted.Where(c => c.SiteId == id);
        var days = (await counted.ToListAsync(cancellation)).GroupBy(c => (c.SiteId, c.BusinessDate)).ToList();
        if (days.Count == 0) return new CoverageFigures(0, 0, 0);
        int[] sites = [.. days.Select(d => d.Key.SiteId).Distinct()];
        var logs = (await db.Interactions.AsNoTracking()
            .Where(i => EF.Parameter(sites).Contains(i.SiteId) && i.BusinessDate >= from && i.BusinessDate <= to)
            .Where(i => i.Source == Source.Self && i.State != InteractionState.Excluded)
            .GroupBy(i => new { i.SiteId, i.BusinessDate, i.ChannelId }).Select(g => new { g.Key, N = g.LongCount() })
            .ToListAsync(cancellation)).ToLookup(l => (l.Key.SiteId, l.Key.BusinessDate), l => (l.Key.ChannelId, l.N));
        long contacts = 0, logged = 0;
        foreach (var day in days)
        {
            // Of all together where that was counted: parts of it are in it.
            var whole = day.FirstOrDefault(c => c.ChannelId == 0);
            var parts = day.Select(c => c.ChannelId).ToHashSet();
            contacts += whole?.Contacts ?? day.Sum(c => (long)c.Contacts);
            logged += logs[day.Key].Where(l => whole is not null || parts.Contains(l.ChannelId)).Sum(l => l.N);
        }

        return new CoverageFigures(contacts, logged, days.Count);
    }
}
