using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Flags.Rounds;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>
/// Takes what changed through the detectors of its site and brings the flags up to date. What is kept of a site and its flags are a
/// function of its interactions (and of what people decided), so it does not matter how they came, nor whether the program was killed in
/// the middle: a turn is stored as a whole or not at all.
/// </summary>
public sealed class WatchUpdate(
    IServiceTrackerDb db, IStore store, WatchLease lease, WatchMemory memory, WatchRows rows, RoundReader rounds, WatchStore kept,
    MasterDataReader masterData, StoreState state, TimeProvider clock)
{
    // Entries of the queue looked at in one turn.
    private const int MostAtOnce = 10_000;

    // More changes than that wait for the rollups while a file comes in, and few of them are of open days.
    private const long MostOfOpenDays = 5_000;

    /// <summary>Does what waits.</summary>
    /// <returns>Whether more waits; nothing is done while another server watches.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        // While nobody logs anything nothing is written, not even who watches.
        var sites = master.Sites.All.Where(s => !state.IsAway(s.Id)).ToList();
        IQueryable<DetectionQueueEntry> queue = db.DetectionQueue.AsNoTracking();
        var reachable = state.Reachable(master.Sites.All.Select(s => s.Id));
        if (reachable is not null) queue = queue.Where(q => EF.Parameter(reachable).Contains(q.SiteId));
        if (!sites.Exists(s => memory.IsDue(s.Id, s.Calendar.At(now).BusinessDate)) && memory.RoundsDue.Count == 0
            && !await queue.AnyAsync(cancellation)) return false;
        if (!await HoldAsync(cancellation)) return false;
        var waiting = await queue.OrderBy(q => q.Id).Take(MostAtOnce).ToListAsync(cancellation);
        var bySite = waiting.ToLookup(w => w.SiteId);
        var ground = await GroundAsync(reachable, cancellation);
        ExceptionDispatchInfo? failed = null;
        var heldAt = clock.GetTimestamp();
        foreach (var site in sites)
        {
            var today = site.Calendar.At(now).BusinessDate;
            if (!bySite.Contains(site.Id) && !memory.IsDue(site.Id, today)) continue;
            // With many sites a word for each would be as much work as the sites.
            if (clock.GetElapsedTime(heldAt) > WatchLease.Length / 5)
            {
                if (!await HoldAsync(cancellation)) return false;
                heldAt = clock.GetTimestamp();
            }

            try
            {
                var row = ground.Rows.GetValueOrDefault(site.Id);
                await TurnAsync(site, row, today, [.. bySite[site.Id]], ground.Of(site, master), master, cancellation);
                memory.Looked(site.Id, today);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A site that cannot be watched keeps no other from it; its days wait.
                failed ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        failed?.Throw();
        if (memory.RoundsDue.Count > 0) await RoundsAsync(sites, reachable, master, now, cancellation);
        return waiting.Count == MostAtOnce;
    }

    /// <summary>Runs all detectors again, from the first interaction on, and compares what they tell, and the flags that follow, with what
    /// is stored.</summary>
    /// <param name="repair">Stores what is computed where it differs.</param>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends it between two sites.</param>
    public async Task<ReplayReport> ReplayAsync(bool repair, IProgress<double>? progress, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var (differences, days, done) = (new List<string>(), 0L, 0);
        var all = await GroundAsync(null, cancellation);
        foreach (var site in master.Sites.All)
        {
            db.ChangeTracker.Clear();
            var today = site.Calendar.At(clock.GetUtcNow().UtcDateTime).BusinessDate;
            var (row, ground) = (all.Rows.GetValueOrDefault(site.Id), all.Of(site, master));
            var (session, turn, taken) = await RestoreAsync(site.Id, today, DateOnly.MinValue, ground, cancellation);
            session.TellToday(turn, ground);
            turn.Rounds = await rounds.HoldAsync(site, row?.RoundsThrough, again: true, today, master, cancellation);
            days += 1 + taken;
            var found = await kept.CompareAsync(site, turn, master, ground, cancellation);
            differences.AddRange(found.Select(f => $"{site.Code}: {f}"));
            if (repair && found.Count > 0)
            {
                db.ChangeTracker.Clear();
                await kept.StoreAsync(site, row, session.Watch.Through, turn, null, master, ground, cancellation);
            }

            progress?.Report(++done / (double)master.Sites.All.Count);
        }

        db.ChangeTracker.Clear();
        return new(
            master.Sites.All.Count, days, await db.Flags.LongCountAsync(cancellation), differences,
            await db.DetectionQueue.CountAsync(cancellation));
    }

    private async Task TurnAsync(
        Site site, WatchedSite? row, DateOnly today, IReadOnlyCollection<DetectionQueueEntry> entries, WatchGround ground,
        MasterData master, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        // Days to come are looked at when they have come.
        var first = entries.Count == 0 ? (DateOnly?)null : entries.Min(e => e.FirstDate);
        var session = memory.Sessions.Find(site.Id);
        if (session is not null && (session.Version != (row?.Version ?? 0) || session.Revision != master.Revision
            || session.Today != today || first < today))
        {
            memory.Sessions.Forget(site.Id);
            session = null;
        }

        WatchTurn turn;
        if (session is not null)
        {
            turn = new WatchTurn { From = today, Today = today };
            await RereadAsync(session, site.Id, today, entries, cancellation);
        }
        else
        {
            (session, turn, _) = await RestoreAsync(site.Id, today, first, ground, cancellation);
            session.Revision = master.Revision;
        }

        session.TellToday(turn, ground);
        var week = IsoWeek.Of(today).Monday;
        turn.Units.AddRange(session.Watch.UnitsSince(week).Select(u => (week, u.StaffId, u.ChannelId, u.Figures)));
        session.Version = await kept.StoreAsync(site, row, session.Watch.Through, turn, entries, master, ground, cancellation);
        memory.Sessions.Keep(site.Id, session);
        if (!(turn.RoundsThrough(row) >= week.AddDays(-1))) memory.RoundsDue.Add(site.Id);
    }

    // When no days that are over wait any more: else an import in portions would have the rounds of all its weeks held with each of them.
    private async Task RoundsAsync(
        IReadOnlyList<Site> sites, int[]? reachable, MasterData master, DateTime now, CancellationToken cancellation)
    {
        IQueryable<RollupQueueEntry> waiting = db.RollupQueue;
        if (reachable is not null) waiting = waiting.Where(q => EF.Parameter(reachable).Contains(q.SiteId));
        if (await waiting.SumAsync(q => (long)q.Count, cancellation) > MostOfOpenDays) return;
        foreach (var site in sites.Where(s => memory.RoundsDue.Contains(s.Id)).ToList())
        {
            var today = site.Calendar.At(now).BusinessDate;
            var monday = IsoWeek.Of(today).Monday;
            if (await db.DetectionQueue.AnyAsync(q => q.SiteId == site.Id && q.FirstDate < monday, cancellation)) continue;
            if (!await HoldAsync(cancellation)) return;
            // One that fails is due again after the next turn, and keeps no other from its own.
            memory.RoundsDue.Remove(site.Id);
            await RoundsAsync(site, today, master, cancellation);
        }
    }

    private async Task RoundsAsync(Site site, DateOnly today, MasterData master, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        store.AllowMinutes(db);
        var row = await db.WatchedSites.AsNoTracking().SingleOrDefaultAsync(s => s.SiteId == site.Id, cancellation);
        if (row is null) return;
        if (await rounds.HoldAsync(site, row.RoundsThrough, again: false, today, master, cancellation) is not { } held) return;
        var version = await kept.StoreRoundsAsync(site, row, held, cancellation);
        if (memory.Sessions.Find(site.Id) is { } session && session.Version == row.Version) session.Version = version;
    }

    private async Task RereadAsync(
        WatchSession session, int site, DateOnly today, IReadOnlyCollection<DetectionQueueEntry> entries, CancellationToken cancellation)
    {
        var staff = entries.Where(e => e.LastDate == today).SelectMany(e => e.StaffOfLastDate()).ToHashSet();
        // An entry that ends later tells nothing of today's people.
        var found = await rows.OfDayAsync(site, today, entries.Any(e => e.LastDate > today) ? null : staff, cancellation);
        foreach (var one in entries.Any(e => e.LastDate > today) ? [.. session.Rows.Keys] : staff) session.Rows.Remove(one);
        foreach (var of in found) session.Rows[of.Key] = [.. of];
    }

    // From the last day kept before what changed; from the first interaction on where there is none.
    private async Task<(WatchSession Session, WatchTurn Turn, int Days)> RestoreAsync(
        int site, DateOnly today, DateOnly? first, WatchGround ground, CancellationToken cancellation)
    {
        store.AllowMinutes(db);
        var before = first is { } f && f < today ? f : today;
        var (watch, begin) = await rows.RestoreAsync(site, before, null, cancellation);
        var from = begin is { } b && b < today ? b : today;
        // What was told before the first change stands; it is told again, but for nothing.
        var turn = new WatchTurn { From = watch.Through is null ? DateOnly.MinValue : from, Today = today };
        var yesterday = today.AddDays(-1);
        await foreach (var (day, of) in rows.DaysAsync(site, from, yesterday, cancellation))
        {
            turn.Told.AddRange(watch.Open(day, ground));
            turn.Told.AddRange(watch.Close(of, ground));
            Remember(site, watch, day, yesterday, turn);
        }

        var session = new WatchSession(watch) { Today = today };
        session.AtOpen = watch.Open(today, ground);
        foreach (var of in await rows.OfDayAsync(site, today, null, cancellation)) session.Rows[of.Key] = [.. of];
        return (session, turn, today.DayNumber - from.DayNumber);
    }

    private static void Remember(int site, SiteWatch watch, DateOnly day, DateOnly last, WatchTurn turn)
    {
        if (SnapshotDays.Keeps(day, last))
        {
            turn.Snapshots.AddRange(
                watch.Save().Select(s => new WatchSnapshot { SiteId = site, Date = day, StaffId = s.StaffId, Packed = s.Packed }));
        }

        if (IsoWeek.Of(day).Sunday != day) return;
        var monday = IsoWeek.Of(day).Monday;
        turn.Units.AddRange(watch.UnitsSince(monday).Select(u => (monday, u.StaffId, u.ChannelId, u.Figures)));
    }

    // Where another server watched meanwhile, it may have looked at entries that this one never saw, and found nothing to store.
    private async Task<bool> HoldAsync(CancellationToken cancellation)
    {
        var holds = await lease.TryHoldAsync(db, cancellation);
        if (lease.WasElsewhere) memory.Sessions.Clear();
        return holds;
    }

    // What the sites of a turn begin from, asked for once and not by each of them. Who asks has looked at the queue before: whatever is
    // decided later is told by a later entry.
    private async Task<TurnGround> GroundAsync(int[]? reachable, CancellationToken cancellation)
    {
        IQueryable<WatchedSite> sites = db.WatchedSites.AsNoTracking();
        if (reachable is not null) sites = sites.Where(s => EF.Parameter(reachable).Contains(s.SiteId));
        return new(
            await sites.ToDictionaryAsync(s => s.SiteId, cancellation), await db.ProcessChanges.AsNoTracking().ToListAsync(cancellation));
    }

    // How far the watch over each site has come, and what people recorded of all of them.
    private sealed record TurnGround(IReadOnlyDictionary<int, WatchedSite> Rows, IReadOnlyCollection<ProcessChange> Changes)
    {
        public WatchGround Of(Site site, MasterData master) =>
            new(site.Id, master.Baselines, master.BaselineOn, c => master.Channels[c].Code, Changes);
    }
}
