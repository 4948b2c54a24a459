using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>Reads what the watch looks at: counted interactions of a site.</summary>
public sealed class WatchRows(IServiceTrackerDb db)
{
    // Weeks read at once: bounds the memory, whatever a site's history.
    private const int DaysAtOnce = 28;

    /// <summary>Days with what happened on them, oldest first, days without anything included.</summary>
    internal async IAsyncEnumerable<(DateOnly Date, IReadOnlyCollection<WatchedInteraction> Rows)> DaysAsync(
        int site, DateOnly from, DateOnly to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var first = from; first <= to; first = first.AddDays(DaysAtOnce))
        {
            var last = first.AddDays(DaysAtOnce - 1) < to ? first.AddDays(DaysAtOnce - 1) : to;
            var days = new Dictionary<DateOnly, List<WatchedInteraction>>();
            var rows = Counted(site).Where(i => i.BusinessDate >= first && i.BusinessDate <= last).Select(RollupDelta.OfRow);
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                if (!days.TryGetValue(row.BusinessDate, out var day)) days.Add(row.BusinessDate, day = []);
                day.Add(WatchedInteraction.Of(row));
            }

            for (var date = first; date <= last; date = date.AddDays(1))
                yield return (date, days.GetValueOrDefault(date) ?? (IReadOnlyCollection<WatchedInteraction>)[]);
        }
    }

    /// <summary>What some people did on a day.</summary>
    /// <param name="site">Where.</param>
    /// <param name="date">When.</param>
    /// <param name="staff">Who, 0 for nobody in particular; null: everybody.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<ILookup<int, WatchedInteraction>> OfDayAsync(
        int site, DateOnly date, IReadOnlyCollection<int>? staff, CancellationToken cancellation)
    {
        var rows = Counted(site).Where(i => i.BusinessDate == date);
        if (staff is not null)
        {
            var (ids, nobody) = (staff.Where(s => s != 0).ToArray(), staff.Contains(0));
            rows = nobody
                ? rows.Where(i => i.StaffId == null || ids.Contains(i.StaffId.Value))
                : rows.Where(i => i.StaffId != null && ids.Contains(i.StaffId.Value));
        }

        var found = await rows.Select(RollupDelta.OfRow).ToListAsync(cancellation);
        return found.Select(WatchedInteraction.Of).ToLookup(i => i.StaffId);
    }

    /// <summary>The watch as it was kept at the end of the last kept day before a date; one that has seen nothing where there is
    /// none.</summary>
    /// <param name="site">The site.</param>
    /// <param name="before">The date.</param>
    /// <param name="turn">A turn that is not stored yet: what it kept stands in the place of what is stored from its first day
    /// on.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>With the day from which on it is to go on: null where nothing ever happened.</returns>
    internal async Task<(SiteWatch Watch, DateOnly? From)> RestoreAsync(
        int site, DateOnly before, WatchTurn? turn, CancellationToken cancellation)
    {
        if (turn?.Snapshots.Where(s => s.Date < before).Select(s => (DateOnly?)s.Date).Max() is { } fresh)
            return (Watch(fresh, turn.Snapshots.Where(s => s.Date == fresh)), fresh.AddDays(1));
        if (turn?.From < before) before = turn.From;
        var through = await db.WatchSnapshots.Where(s => s.SiteId == site && s.Date < before)
            .MaxAsync(s => (DateOnly?)s.Date, cancellation);
        return through is { } date
            ? (Watch(date, await db.WatchSnapshots.AsNoTracking().Where(s => s.SiteId == site && s.Date == date).ToListAsync(cancellation)),
                date.AddDays(1))
            : (new SiteWatch(), await Counted(site).MinAsync(i => (DateOnly?)i.BusinessDate, cancellation));

        static SiteWatch Watch(DateOnly date, IEnumerable<WatchSnapshot> people) =>
            new(date, people.Select(s => (s.StaffId, s.Packed)));
    }

    private IQueryable<Interaction> Counted(int site) =>
        db.Interactions.AsNoTracking().Where(i => i.SiteId == site && i.State == InteractionState.Counted);
}
