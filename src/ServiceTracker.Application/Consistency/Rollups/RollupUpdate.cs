using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Consistency.Rollups;

namespace ServiceTracker.Application.Consistency.Rollups;

/// <summary>
/// Brings the rollups up to date with what the queue holds. Any number of servers may try; one at a time works.
/// </summary>
public sealed class RollupUpdate(IServiceTrackerDb db, IRollupStore store, MasterDataCache cache)
{
    /// <summary>Most deltas taken in one transaction: bounds its memory and how long it holds the lock.</summary>
    public const int MostAtOnce = 20_000;

    // Keys in one question to the store.
    private const int LinesAtOnce = 5_000;

    /// <summary>Takes a portion of the queue into the rollups, in one transaction.</summary>
    /// <returns>How many deltas were taken; 0 when there are none or another server is at it.</returns>
    public async Task<int> DrainAsync(CancellationToken cancellation)
    {
        if (!await db.RollupQueue.AnyAsync(cancellation)) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await store.LockAsync((DbContext)db, wait: false, cancellation)) return 0;
        var deltas = await TakeAsync(cancellation);
        // Asked for after the deltas, so that every baseline they name is there.
        var sums = new RollupSums((await cache.GetAsync(db, cancellation)).Baselines);
        foreach (var delta in deltas) sums.Add(delta);
        await MergeAsync(sums, cancellation);
        await transaction.CommitAsync(cancellation);
        return deltas.Count;
    }

    /// <summary>Adds sums to the rollups, inside an open transaction that it makes the only one to change them.</summary>
    public async Task MergeAsync(RollupSums sums, CancellationToken cancellation)
    {
        await store.LockAsync((DbContext)db, wait: true, cancellation);
        await MergeAsync(db.StaffWeeks, sums.StaffWeeks, some =>
        {
            var (sites, weeks, staff) = (Distinct(some, k => k.SiteId), Distinct(some, k => k.WeekStart), Distinct(some, k => k.StaffId));
            return w => EF.Parameter(sites).Contains(w.SiteId) && EF.Parameter(weeks).Contains(w.WeekStart) && EF.Parameter(staff).Contains(w.StaffId);
        }, w => w.Key, (to, from) => to.Add(from), w => w.IsEmpty, cancellation);
        await MergeAsync(db.SiteDayHours, sums.SiteDayHours, some =>
        {
            var (sites, days) = (Distinct(some, k => k.SiteId), Distinct(some, k => k.BusinessDate));
            return h => EF.Parameter(sites).Contains(h.SiteId) && EF.Parameter(days).Contains(h.BusinessDate);
        }, h => h.Key, (to, from) => to.Add(from), h => h.IsEmpty, cancellation);
        await MergeAsync(db.OrgWeeks, sums.OrgWeeks, some =>
        {
            var weeks = Distinct(some, k => k.WeekStart);
            return w => EF.Parameter(weeks).Contains(w.WeekStart);
        }, w => w.Key, (to, from) => to.Add(from), w => w.IsEmpty, cancellation);
        await MergeAsync(db.OrgHoursOfWeek, sums.OrgHoursOfWeek, some =>
        {
            var weeks = Distinct(some, k => k.WeekStart);
            return h => EF.Parameter(weeks).Contains(h.WeekStart);
        }, h => h.Key, (to, from) => to.Add(from), h => h.IsEmpty, cancellation);
    }

    private async Task MergeAsync<TKey, TLine>(
        DbSet<TLine> table, IReadOnlyDictionary<TKey, TLine> lines, Func<IReadOnlyList<TKey>, Expression<Func<TLine, bool>>> covering, Func<TLine, TKey> keyOf,
        Action<TLine, TLine> add, Func<TLine, bool> isEmpty, CancellationToken cancellation)
        where TKey : struct
        where TLine : class
    {
        foreach (var some in lines.Chunk(LinesAtOnce))
        {
            // One read of a range that covers the lines, rather than one question for each.
            var stored = await table.Where(covering([.. some.Select(l => l.Key)])).ToDictionaryAsync(keyOf, cancellation);
            foreach (var (key, line) in some)
            {
                if (!stored.TryGetValue(key, out var sum))
                {
                    if (!isEmpty(line)) table.Add(line);
                    continue;
                }

                add(sum, line);
                if (isEmpty(sum)) table.Remove(sum);
            }

            await db.SaveChangesAsync(cancellation);
            ((DbContext)db).ChangeTracker.Clear();
        }
    }

    private async Task<IReadOnlyList<RollupDelta>> TakeAsync(CancellationToken cancellation)
    {
        var waiting = await db.RollupQueue.GroupBy(d => d.SiteId).Select(g => new { Site = g.Key, Deltas = g.Count() }).ToListAsync(cancellation);
        if (waiting.Sum(w => w.Deltas) <= MostAtOnce) return await store.TakeAsync((DbContext)db, null, null, cancellation);

        var taken = new List<RollupDelta>();
        foreach (var (site, deltas) in waiting.Select(w => (w.Site, w.Deltas)))
        {
            var room = MostAtOnce - taken.Count;
            if (room <= 0) break;
            // A range of the key, since a distributed table has no order of its own to take the first ones of.
            var last = deltas <= room
                ? (Guid?)null
                : await db.RollupQueue.Where(d => d.SiteId == site).OrderBy(d => d.Id).Skip(room - 1).Select(d => d.Id).FirstAsync(cancellation);
            taken.AddRange(await store.TakeAsync((DbContext)db, site, last, cancellation));
        }

        return taken;
    }

    private static TPart[] Distinct<TKey, TPart>(IReadOnlyList<TKey> keys, Func<TKey, TPart> part) => [.. keys.Select(part).Distinct()];
}
