using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags;

/// <summary>Finds the flags that were open at any moment of a week.</summary>
public sealed class FlagWeekQuery(IServiceTrackerDb db, MasterDataReader masterData, BusinessToday today)
{
    /// <summary>
    /// The flags as they are now, by site, detection and id. A flag is open from the business date of the interaction that completed it,
    /// also where it was imported later, to that of its closing, and again from where it was opened again. Neither what is part of another
    /// flag nor what running the detectors again no longer gives is among them.
    /// </summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<FlagDetails>> RunAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var (first, last) = (week.Monday, week.Sunday);
        var master = await masterData.GetAsync(cancellation);
        // What is open now need not be open in a week to come.
        if (first > today.Of(actor, master, site)) return [];
        var query = FlagFilter.Whole(FlagFilter.OfSort(actor.Visible(db.Flags.AsNoTracking()), notes: false))
            .Where(f => f.DetectedOn <= last && (f.ClosedOn == null || f.ClosedOn >= first));
        if (site is not null) query = query.Where(f => f.SiteId == site.Id);
        var found = await query.ToListAsync(cancellation);
        int[] sites = [.. found.Select(f => f.SiteId).Distinct()];
        Guid[] ids = [.. found.Select(f => f.Id)];
        var turns = (ids.Length == 0 ? [] : await db.FlagEvents.AsNoTracking()
                .Where(e => sites.Contains(e.SiteId) && ids.Contains(e.FlagId))
                .Where(e => (e.From == FlagStatus.Closed) != (e.To == FlagStatus.Closed)).OrderBy(e => e.Position)
                .Select(e => new { e.FlagId, e.At }).ToListAsync(cancellation))
            .ToLookup(e => e.FlagId, e => e.At);
        return
        [
            .. found.Select(f => FlagDetails.Of(f, master, []))
                .Where(d => !IsClosedThroughout(turns[d.Flag.Id].Select(at => d.Site.Calendar.At(at).BusinessDate)))
                .OrderBy(d => d.Site.Code, StringComparer.Ordinal).ThenBy(d => d.Flag.DetectedAt).ThenBy(d => d.Flag.Id),
        ];

        // Closed and opened again by turns: between two of them it was closed for the whole week.
        bool IsClosedThroughout(IEnumerable<DateOnly> days) =>
            days.Chunk(2).Any(pair => pair is [var closed, var opened] && closed < first && opened > last);
    }
}
