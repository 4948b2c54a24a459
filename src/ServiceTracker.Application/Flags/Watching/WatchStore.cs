using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Flags.Rounds;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>Stores what a turn found, in one transaction.</summary>
public sealed class WatchStore(
    IServiceTrackerDb db, FlagUpdate flags, FlagAttribution attribution, UnitWeekUpdate units, RoundUpdate rounds,
    FlagEvidenceReader evidence)
{
    /// <summary>Stores a turn. All that takes time is done before the transaction begins.</summary>
    /// <param name="site">Where.</param>
    /// <param name="row">How far the watch had come when the turn began; null before the first.</param>
    /// <param name="through">The last day that is taken in now.</param>
    /// <param name="turn">What was found.</param>
    /// <param name="entries">What is taken off the queue; null: nothing, and all flags are made anew.</param>
    /// <param name="master">Master data.</param>
    /// <param name="ground">The organisation.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The site's new version; the old one where there was nothing to store.</returns>
    internal async Task<long> StoreAsync(
        Site site, WatchedSite? row, DateOnly? through, WatchTurn turn, IReadOnlyCollection<DetectionQueueEntry>? entries,
        MasterData master, WatchGround ground, CancellationToken cancellation)
    {
        // Those whose label is not settled as well: it may be today, however long ago they were raised.
        var stored = await db.WatchSignals.Where(s => s.SiteId == site.Id
            && (s.Date >= turn.From || s.SettledOn >= turn.From || (s.SettledOn == null && s.Slot == 0))).ToListAsync(cancellation);
        var touched = await MergeSignalsAsync(site, stored, turn, ground, cancellation);
        touched.UnionWith(await FollowingDaysAsync(site.Id, turn, all: entries is null, cancellation));
        var decided = entries is null || entries.Any(e => e.IsDecision);
        entries ??= [];
        touched.UnionWith(entries.Where(e => e.IsDecision).SelectMany(e => e.StaffOfLastDate()));
        var daysEnded = row?.Through != through;
        if (touched.Count == 0 && !daysEnded && turn.Rounds is null && (entries.Count == 0 || (!decided && !turn.TakesDays)))
        {
            await NothingNewAsync(site.Id, row, entries, cancellation);
            return row?.Version ?? 0;
        }

        if (touched.Count > 0 || daysEnded)
        {
            var all = await flags.RunAsync(site, touched, master, turn.Today, cancellation);
            await attribution.RunAsync(site, touched, all, turn, ground, cancellation);
            await units.RunAsync(site, turn, all, master, cancellation);
        }

        if (decided || turn.Rounds is not null) await rounds.RunAsync(site, turn.Rounds, cancellation);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var version = await RaiseVersionAsync(site.Id, row, through, turn.RoundsThrough(row), cancellation);
        foreach (var some in Of(site.Id, entries)) await some.ExecuteDeleteAsync(cancellation);
        if (turn.Snapshots.Count > 0 || daysEnded) await SnapshotsAsync(site.Id, through, turn, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return version;
    }

    /// <summary>Stores what rounds found, in a transaction of their own.</summary>
    /// <returns>The site's new version.</returns>
    internal async Task<long> StoreRoundsAsync(Site site, WatchedSite row, RoundsTaken taken, CancellationToken cancellation)
    {
        await rounds.RunAsync(site, taken, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var version = await RaiseVersionAsync(site.Id, row, row.Through, taken.Last.Sunday, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return version;
    }

    /// <summary>What a turn over all days would change; nothing is stored.</summary>
    internal async Task<List<string>> CompareAsync(
        Site site, WatchTurn turn, MasterData master, WatchGround ground, CancellationToken cancellation)
    {
        var stored = await db.WatchSignals.Where(s => s.SiteId == site.Id).ToListAsync(cancellation);
        var touched = await MergeSignalsAsync(site, stored, turn, ground, cancellation);
        touched.UnionWith(stored.Select(s => s.StaffId));
        touched.UnionWith(await FollowingDaysAsync(site.Id, turn, all: true, cancellation));
        var all = await flags.RunAsync(site, touched, master, turn.Today, cancellation);
        await attribution.RunAsync(site, touched, all, turn, ground, cancellation);
        await rounds.RunAsync(site, turn.Rounds, cancellation);
        return
        [
            .. db.ChangeTracker.Entries<WatchSignal>().Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached))
                .Select(e => $"signal of {e.Entity.Date:yyyy-MM-dd} {Word(e.State)}").Order(StringComparer.Ordinal),
            .. db.ChangeTracker.Entries<RoundFinding>().Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached))
                .Select(e => $"round to {e.Entity.Sunday:yyyy-MM-dd} {Word(e.State)}").Order(StringComparer.Ordinal),
            .. db.ChangeTracker.Entries<Flag>().Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached))
                .Select(e => $"flag {e.Entity.Id} {Word(e.State)}: {e.Entity.Sentence}").Order(StringComparer.Ordinal),
        ];

        static string Word(EntityState state) => state switch
        {
            EntityState.Added => "is missing",
            EntityState.Deleted => "should not be there",
            _ => "says something else",
        };
    }

    // Mostly a look tells what the last one told: then its entries go, and nothing else. Not where another server looked meanwhile, from
    // whose state something may follow.
    private async Task NothingNewAsync(
        int site, WatchedSite? row, IReadOnlyCollection<DetectionQueueEntry> entries, CancellationToken cancellation)
    {
        var version = row?.Version ?? 0;
        foreach (var some in Of(site, entries))
        {
            await some.Where(_ => (db.WatchedSites.Where(s => s.SiteId == site).Max(s => (long?)s.Version) ?? 0) == version)
                .ExecuteDeleteAsync(cancellation);
        }
    }

    private IEnumerable<IQueryable<DetectionQueueEntry>> Of(int site, IReadOnlyCollection<DetectionQueueEntry> entries) =>
        entries.Select(e => e.Id).Chunk(500).Select(some => db.DetectionQueue.Where(q => q.SiteId == site && some.Contains(q.Id)));

    // Two servers that both think they watch find it out here: the second one's turn is undone.
    private async Task<long> RaiseVersionAsync(
        int site, WatchedSite? row, DateOnly? through, DateOnly? roundsThrough, CancellationToken cancellation)
    {
        if (row is null)
        {
            db.WatchedSites.Add(new WatchedSite { SiteId = site, Version = 1, Through = through, RoundsThrough = roundsThrough });
            return 1;
        }

        var raised = await db.WatchedSites.Where(s => s.SiteId == site && s.Version == row.Version)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.Version, row.Version + 1).SetProperty(x => x.Through, through)
                    .SetProperty(x => x.RoundsThrough, roundsThrough), cancellation);
        return raised == 1 ? row.Version + 1
            : throw new DbUpdateConcurrencyException("Another server has looked at this site meanwhile.");
    }

    // Whose flags may be another thing by the days that were taken though nothing else is told: later days confirm that one is over, or no
    // longer do.
    private async Task<IEnumerable<int>> FollowingDaysAsync(int site, WatchTurn turn, bool all, CancellationToken cancellation)
    {
        if (!turn.TakesDays && !all) return [];
        var found = await db.Flags.AsNoTracking()
            .Where(f => f.SiteId == site && f.Supported && f.Kind <= FlagKind.Critical && f.DetectedBy != null)
            .Select(f => new { f.StaffId, f.LastSignalOn }).ToListAsync(cancellation);
        return found.Where(f => all || FlagConfirmation.LooksBetween(f.LastSignalOn, turn.From, turn.Today))
            .Select(f => f.StaffId ?? SiteWatch.Everybody).Distinct();
    }

    // Signals as they are told now; gives whose have changed.
    private async Task<HashSet<int>> MergeSignalsAsync(
        Site site, List<WatchSignal> stored, WatchTurn turn, WatchGround ground, CancellationToken cancellation)
    {
        var touched = new HashSet<int>();
        var left = stored.ToDictionary(s => (s.StaffId, s.InteractionId, s.Slot));
        var before = stored.Where(s => s.Date < turn.From).ToHashSet();
        var shown = stored.ToDictionary(s => s, s => s.Evidence);
        var now = new Dictionary<(int, Guid, short), WatchSignal>();
        foreach (var told in turn.Told)
        {
            var key = (told.StaffId, told.Signal.Interaction, FlagsOfSignals.SlotOf(told.Signal));
            var isSettling = told.Signal.IsSettled && key.Item3 == 0;
            if (!now.TryGetValue(key, out var row) && !left.Remove(key, out row))
            {
                row = new WatchSignal
                {
                    SiteId = site.Id,
                    StaffId = told.StaffId,
                    InteractionId = told.Signal.Interaction,
                    Slot = key.Item3,
                    ChannelId = told.ChannelId,
                    Date = told.Signal.BusinessDate,
                };
                db.WatchSignals.Add(row);
            }

            now[key] = row;
            var text = FlagsOfSignals.Kept(told);
            // Days that were taken again may be others and tell the same.
            var changes = turn.TakesDays;
            if (isSettling)
            {
                if (row.Settled != text || row.SettledOn != told.ToldOn)
                {
                    (row.Settled, row.SettledOn) = (text, told.ToldOn);
                    (changes, _) = (true, touched.Add(told.StaffId));
                }

                if (told.Signal.WasLabelled is null && told.ChannelId == row.ChannelId) continue;
            }
            else if (row.Raised != text)
            {
                (row.Raised, row.ChannelId) = (text, told.ChannelId);
                (changes, _) = (true, touched.Add(told.StaffId));
            }

            if (changes) row.Evidence = await evidence.ReadAsync(site, told, ground, cancellation);
        }

        touched.UnionWith(now.Values.Where(r => shown.TryGetValue(r, out var was) && was != r.Evidence).Select(r => r.StaffId));
        // What was raised earlier and is not settled yet stays so.
        foreach (var row in left.Values.Where(r => !before.Contains(r) || r.Settled is not null))
        {
            touched.Add(row.StaffId);
            if (before.Contains(row)) (row.Settled, row.SettledOn) = (null, null);
            else db.WatchSignals.Remove(row);
        }

        foreach (var row in now.Values.Where(r => r is { Settled: not null, SettledOn: { } on } && on >= turn.From))
        {
            if (turn.Told.Exists(t => t.Signal.IsSettled && t.Signal.Interaction == row.InteractionId
                && t.StaffId == row.StaffId)) continue;
            (row.Settled, row.SettledOn) = (null, null);
            touched.Add(row.StaffId);
        }

        return touched;
    }

    private async Task SnapshotsAsync(int site, DateOnly? through, WatchTurn turn, CancellationToken cancellation)
    {
        await db.WatchSnapshots.Where(s => s.SiteId == site && s.Date >= turn.From).ExecuteDeleteAsync(cancellation);
        if (through is { } last)
        {
            var dates = await db.WatchSnapshots.Where(s => s.SiteId == site).Select(s => s.Date).Distinct().ToListAsync(cancellation);
            var old = dates.Where(d => !SnapshotDays.Keeps(d, last)).ToArray();
            if (old.Length > 0)
                await db.WatchSnapshots.Where(s => s.SiteId == site && old.Contains(s.Date)).ExecuteDeleteAsync(cancellation);
        }

        db.WatchSnapshots.AddRange(turn.Snapshots);
    }
}
