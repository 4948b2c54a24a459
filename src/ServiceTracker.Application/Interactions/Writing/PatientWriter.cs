using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>
/// Stores what was gathered, in one transaction where that works. When a transaction fails because of a row, its halves are tried on their
/// own, so that a row which cannot be stored fails alone; when the store itself fails, it is tried again while there is time, and then all
/// of it is told to come back. Nobody waits longer than five seconds for either.
/// </summary>
public sealed class PatientWriter(IServiceScopeFactory scopes, IInteractionStore store, StoreState state, ILogger<PatientWriter> log)
{
    // A server that restarts is back within seconds; nobody at a counter waits longer than that.
    private static readonly TimeSpan[] Retries = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    // Since the first of a transaction's interactions was handed in: later than this no attempt begins, and at the end of all one under way
    // is given up. What that needs beyond it is less than the rest of five seconds.
    private static readonly TimeSpan LastBeginning = TimeSpan.FromSeconds(3), EndOfAll = TimeSpan.FromSeconds(4),
        TimeToStop = TimeSpan.FromSeconds(0.5);

    // Each on a connection of its own while it lasts.
    private const int SitesAtOnce = 8;

    /// <summary>Stores interactions and gives each its outcome; whatever happens becomes an outcome, and nothing is thrown. Where sites lie
    /// on several servers, each site's have a transaction of their own: it stays on one server, and what happens there is no other
    /// site's.</summary>
    /// <param name="items">At least one. Those scored by older master data than the others are removed and sent back.</param>
    internal Task WriteAsync(List<Submission.Item> items)
    {
        if (!store.IsSpread && state.Away.Count == 0) return WriteTogetherAsync(items);
        var bySite = items.GroupBy(i => i.Record.Interaction.SiteId).ToList();
        foreach (var item in bySite.Where(s => state.IsAway(s.Key)).SelectMany(s => s))
            item.Complete(WriteStatus.Unavailable, StoreTrouble.PartAway);
        return Parallel.ForEachAsync(
            bySite.Where(s => !state.IsAway(s.Key)), new ParallelOptions { MaxDegreeOfParallelism = SitesAtOnce },
            async (site, _) => await WriteTogetherAsync([.. site]));
    }

    private async Task WriteTogetherAsync(List<Submission.Item> items)
    {
        // Scored by older master data than the newest here: only those go back to be scored again.
        var revision = items.Max(i => i.Revision);
        foreach (var stale in items.Where(i => i.Revision != revision)) stale.Complete(WriteStatus.MasterDataChanged);
        items.RemoveAll(i => i.Revision != revision);
        var handedIn = items.Min(i => i.HandedIn);
        var left = EndOfAll - Stopwatch.GetElapsedTime(handedIn);
        if (left < TimeSpan.Zero) left = TimeSpan.Zero;
        var end = new CancellationTokenSource(left);
        try
        {
            await StoreAsync(items, revision, handedIn, end.Token).WaitAsync(left + TimeToStop);
            end.Dispose();
        }
        catch (TimeoutException)
        {
            // A driver that does not stop is left to itself. What it still stores is met by whoever sends it again.
            state.Failed(StoreTrouble.Away);
            log.LogError("{Interactions} interactions could not be stored. {Trouble}", items.Count, StoreTrouble.Away.Sentence());
            foreach (var submission in items.Select(i => i.Of).Distinct()) submission.GiveUp();
        }
    }

    // Never throws: whatever happens becomes the outcome of the items it happened to.
    private async Task StoreAsync(List<Submission.Item> items, long revision, long handedIn, CancellationToken end)
    {
        var mayBeStored = false;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                end.ThrowIfCancellationRequested();
                await StoreOnceAsync(items, revision, mayBeStored, end);
                state.Wrote();
                return;
            }
            catch (Exception e) when (end.IsCancellationRequested || store.TroubleOf(e).IsOfStore())
            {
                var trouble = store.TroubleOf(e) is var known && known.IsOfStore() ? known : StoreTrouble.Away;
                mayBeStored |= trouble != StoreTrouble.Busy;
                if (trouble.MayPass() && attempt < Retries.Length && Stopwatch.GetElapsedTime(handedIn) + Retries[attempt] < LastBeginning)
                {
                    await Task.Delay(Retries[attempt], CancellationToken.None);
                    continue;
                }

                state.Failed(trouble);
                log.LogError(
                    "{Interactions} interactions could not be stored. {Trouble} ({Reason})", items.Count, trouble.Sentence(), e.Message);
                foreach (var item in items) item.Complete(WriteStatus.Unavailable, trouble);
                return;
            }
            catch (Exception e)
            {
                if (items.Count == 1)
                {
                    log.LogError(e, "The store refuses interaction {Interaction}", items[0].Record.Interaction.Id);
                    items[0].Complete(WriteStatus.Refused);
                    return;
                }

                await StoreAsync(items[..(items.Count / 2)], revision, handedIn, end);
                await StoreAsync(items[(items.Count / 2)..], revision, handedIn, end);
                return;
            }
        }
    }

    private async Task StoreOnceAsync(List<Submission.Item> items, long revision, bool mayBeStored, CancellationToken end)
    {
        var records = items.ConvertAll(i => i.Record);
        // A lost connection leaves open whether the commit was done; then the longer way, which looks before it stores, gives the answer.
        // Of an id that comes twice only the longer way knows which one counts.
        var attempt = !mayBeStored && (records.Count == 1 || records.DistinctBy(r => (r.Interaction.SiteId,
            r.Interaction.Id)).Count() == records.Count)
            ? await store.TryStoreAsync(InteractionRows.Of(records), revision, end)
            : StoreAttempt.KeyTaken;
        if (attempt != StoreAttempt.KeyTaken)
        {
            var status = attempt == StoreAttempt.Stored ? WriteStatus.Stored : WriteStatus.MasterDataChanged;
            foreach (var item in items) item.Complete(status);
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IServiceTrackerDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(end);
        await store.LockBaselinesAsync(db, toPublish: false, end);
        if (await db.MasterDataStamps.AsNoTracking().Select(s => s.Revision).SingleAsync(end) != revision)
        {
            foreach (var item in items) item.Complete(WriteStatus.MasterDataChanged);
            return;
        }

        var outcomes = await scope.ServiceProvider.GetRequiredService<InteractionWriter>().WriteAsync(records, null, end);
        await transaction.CommitAsync(end);
        for (var i = 0; i < items.Count; i++) items[i].Complete(outcomes[i]);
    }
}
