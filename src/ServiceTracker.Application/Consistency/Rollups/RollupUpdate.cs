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
        await store.MergeAsync((DbContext)db, sums, cancellation);
        await transaction.CommitAsync(cancellation);
        return deltas.Count;
    }

    /// <summary>Adds sums to the rollups, inside an open transaction that it makes the only one to change them.</summary>
    public async Task MergeAsync(RollupSums sums, CancellationToken cancellation)
    {
        await store.LockAsync((DbContext)db, wait: true, cancellation);
        await store.MergeAsync((DbContext)db, sums, cancellation);
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
}
