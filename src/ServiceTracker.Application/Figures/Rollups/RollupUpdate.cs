using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Complaints;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures.Rollups;

/// <summary>
/// Brings the rollups up to date with what the queue holds. Any number of servers may try; one at a time works.
/// </summary>
public sealed class RollupUpdate(
    IServiceTrackerDb db, IRollupStore store, ContactUpdate contacts, FollowBadContacts bad, MasterDataReader masterData, StoreState state,
    TimeProvider clock)
{
    /// <summary>Deltas taken in one transaction, a single larger entry excepted: bounds its memory and how long it holds the
    /// lock.</summary>
    public const int MostAtOnce = 50_000;

    // Whoever asks for figures waits so long, about, for another server or an import that is at it; after that it reads what is there, and
    // evidence that came a moment ago may still count twice.
    private static readonly TimeSpan ReadersPatience = TimeSpan.FromSeconds(3);

    private bool hasSettled;

    /// <summary>Takes a portion of the queue into the rollups, in one transaction.</summary>
    /// <returns>How many entries of the queue were taken, and how many deltas they held; none when nothing waits or another server is at
    /// it.</returns>
    public async Task<(int Entries, int Deltas)> DrainAsync(CancellationToken cancellation)
    {
        var waiting = await WaitingAsync(cancellation);
        if (waiting.Count == 0) return (0, 0);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await store.LockAsync(db, wait: false, cancellation)) return (0, 0);
        var taken = await TakeInAsync(waiting, cancellation);
        await transaction.CommitAsync(cancellation);
        return taken;
    }

    /// <summary>
    /// Brings evidence on the same contact together before figures are read, where the queue holds some that waits for it: so the next
    /// question counts it once. Mostly there is none, and nothing is done.
    /// </summary>
    /// <param name="actor">Who asks: what waits of other sites is left to whoever asks about those.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task SettleAsync(Actor actor, CancellationToken cancellation)
    {
        // Once for each question, whatever it reads.
        if (hasSettled || db.Database.CurrentTransaction is not null) return;
        hasSettled = true;
        // What others hand in meanwhile is theirs to see.
        for (var round = 0; round < 2; round++)
        {
            var waiting = await WaitingAsync(cancellation);
            var own = waiting.Where(w => actor.Sees(w.SiteId)).Sum(w => w.Deltas);
            // So many wait only while an import or a recount has the place: they would fill the memory of every question for nothing.
            if (own is 0 or > MostAtOnce) return;
            var entries = await actor.OfOwnSites(db.RollupQueue.AsNoTracking(), q => q.SiteId).ToListAsync(cancellation);
            var sums = new RollupSums((await masterData.GetAsync(cancellation)).Baselines);
            foreach (var entry in entries) sums.Add(entry);
            if (!await contacts.ConcernsAsync(sums, cancellation)) return;
            await using var alone = await store.TryBeginAsync(db, ReadersPatience, cancellation);
            if (alone is null) return;
            await TakeInAsync([.. waiting.OrderByDescending(w => actor.Sees(w.SiteId))], cancellation);
            await alone.CommitAsync(cancellation);
        }
    }

    /// <summary>Adds sums to the rollups, inside an open transaction that it makes the only one to change them.</summary>
    /// <param name="sums">What changed.</param>
    /// <param name="also">Further days on which evidence belongs together otherwise than before.</param>
    /// <param name="changes">The interactions that changed.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task MergeAsync(
        RollupSums sums, IReadOnlyCollection<StaffDay> also, ChangePages changes, CancellationToken cancellation)
    {
        await store.LockAsync(db, wait: true, cancellation);
        await contacts.SettleAsync(sums, also, await masterData.GetAsync(cancellation), cancellation);
        await store.MergeAsync(db, sums, cancellation);
        await TellAsync(sums.Days.Concat(also), changes, cancellation);
        await bad.RunAsync(sums.Bad, cancellation);
    }

    // Whoever logs pays nothing for detectors, sealed weeks and those who follow all changes: what they are to look at is told here, in the
    // transaction that takes it in.
    private async Task TellAsync(IEnumerable<StaffDay> days, ChangePages changes, CancellationToken cancellation)
    {
        var (changed, now) = (days.ToList(), clock.GetUtcNow().UtcDateTime);
        await store.QueueForWatchAsync(db, [.. DetectionQueueEntry.Of(changed, now)], cancellation);
        await store.MarkWeeksAsync(
            db, [.. changed.Select(d => (d.SiteId, IsoWeek.Of(d.Date).Monday)).Distinct().Order()], now, cancellation);
        await store.AppendAsync(db, changes.Pages(), cancellation);
    }

    // Of a spread store the servers that answer are asked: what waits on others waits for them, and keeps nothing else from being taken in.
    private async Task<List<Waiting>> WaitingAsync(CancellationToken cancellation)
    {
        IQueryable<RollupQueueEntry> queue = db.RollupQueue;
        // Looked at first: in nearly every case master data need not be asked for.
        if (state.Away.Count > 0 && state.Reachable((await masterData.GetAsync(cancellation)).Sites.All.Select(s => s.Id)) is { } sites)
            queue = queue.Where(q => EF.Parameter(sites).Contains(q.SiteId));
        return await queue.GroupBy(q => q.SiteId).Select(g => new Waiting(g.Key, g.Sum(q => (long)q.Count))).ToListAsync(cancellation);
    }

    private async Task<(int Entries, int Deltas)> TakeInAsync(IReadOnlyList<Waiting> waiting, CancellationToken cancellation)
    {
        var entries = await TakeAsync(waiting, cancellation);
        // Asked for after the deltas, so that every baseline they name is there.
        var master = await masterData.GetAsync(cancellation);
        var sums = new RollupSums(master.Baselines, FollowBadContacts.Watch(master, clock.GetUtcNow().UtcDateTime));
        var (changed, changes) = (new List<(ChangedInteraction Change, int Version)>(), new ChangePages());
        foreach (var entry in entries)
        {
            var read = entry.Read();
            foreach (var delta in read.Deltas) sums.Add(delta);
            changed.AddRange(read.Changes.Select(c => (c, read.Version)));
        }

        foreach (var change in InOrder(changed)) changes.Add(change);
        await contacts.SettleAsync(sums, [], master, cancellation);
        await store.MergeAsync(db, sums, cancellation);
        await TellAsync(sums.Days, changes, cancellation);
        await bad.RunAsync(sums.Bad, cancellation);
        return (entries.Count, entries.Sum(e => e.Count));
    }

    // By their instants, and those of one interaction by its versions: the clocks of two servers may differ by more than lies between them.
    private static IEnumerable<ChangedInteraction> InOrder(List<(ChangedInteraction Change, int Version)> changed)
    {
        var inTime = changed.OrderBy(c => c.Change.At).ThenBy(c => c.Version).Select(c => c.Change).ToList();
        var several = changed.GroupBy(c => (c.Change.SiteId, c.Change.Id)).Where(g => g.Skip(1).Any())
            .ToDictionary(g => g.Key, g => new Queue<ChangedInteraction>(g.OrderBy(c => c.Version).Select(c => c.Change)));
        return inTime.Select(c => several.TryGetValue((c.SiteId, c.Id), out var steps) ? steps.Dequeue() : c);
    }

    private async Task<IReadOnlyList<RollupQueueEntry>> TakeAsync(IReadOnlyList<Waiting> waiting, CancellationToken cancellation)
    {
        // What came since the question is taken as well; that is a moment's worth.
        if (state.Away.Count == 0 && waiting.Sum(w => w.Deltas) <= MostAtOnce) return await store.TakeAsync(db, null, null, cancellation);

        var (taken, room) = (new List<RollupQueueEntry>(), (long)MostAtOnce);
        foreach (var (site, deltas) in waiting)
        {
            // A range of the key, since a distributed table has no order of its own to take the first ones of.
            Guid? last = null;
            if (deltas > room && (last = await LastWithinAsync(site, room, taken.Count == 0, cancellation)) is null) break;
            taken.AddRange(await store.TakeAsync(db, site, last, cancellation));
            room = MostAtOnce - taken.Sum(e => (long)e.Count);
        }

        return taken;
    }

    // The last of the first entries of a site that together hold so many deltas at most; none if not even one does.
    private async Task<Guid?> LastWithinAsync(int site, long room, bool takesOne, CancellationToken cancellation)
    {
        Guid? last = null;
        var entries = db.RollupQueue.Where(q => q.SiteId == site).OrderBy(q => q.Id).Select(q => new { q.Id, q.Count }).Take(MostAtOnce);
        await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if ((room -= entry.Count) < 0 && !(takesOne && last is null)) break;
            last = entry.Id;
        }

        return last;
    }

    private sealed record Waiting(int SiteId, long Deltas);
}
