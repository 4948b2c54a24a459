using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>How interactions are gathered for writing: configuration <c>Writing</c>.</summary>
public sealed record WriteBatcherSettings
{
    /// <summary>Transactions at a time, at most; SQLite has one writer by nature. 1 to 16.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>Interactions that may wait; beyond that callers are told to come back. At least <see cref="LogInteraction.MaxBatch"/>.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>Most interactions in one transaction, but for a larger single request.</summary>
    public int MostAtOnce { get; init; } = 512;
}

/// <summary>
/// Gathers the interactions of many requests and stores them together: while one transaction is on its way to the disk, the next one fills.
/// Whoever comes while a writer's place is free takes it and writes, so that a quiet counter waits for nobody. An outcome is given after the
/// commit, never before. When a transaction fails because of a row, its halves are tried on their own, so that a row which cannot be stored
/// fails alone; when the store itself fails, all of it is told to come back. Nobody waits longer than five seconds for either.
/// </summary>
public sealed class WriteBatcher(IServiceScopeFactory scopes, IInteractionStore store, StoreState state, WriteBatcherSettings settings, ILogger<WriteBatcher> log) : IDisposable
{
    // A server that restarts is back within seconds; nobody at a counter waits longer than that.
    private static readonly TimeSpan[] Retries = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    // Since the first of a transaction's interactions was handed in: later than this no attempt begins, and at the end of all one under way is
    // given up. What that needs beyond it is less than the rest of five seconds.
    private static readonly TimeSpan LastBeginning = TimeSpan.FromSeconds(3), EndOfAll = TimeSpan.FromSeconds(4), TimeToStop = TimeSpan.FromSeconds(0.5);

    // Bounded by the number of interactions and not of requests, which the channel itself cannot count.
    private readonly Channel<Submission> channel = Channel.CreateUnbounded<Submission>();
    private readonly SemaphoreSlim places = new(settings.Writers);
    private int waiting;

    /// <summary>Interactions that wait for a writer.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Stores interactions, in one transaction with those of other requests where that works.</summary>
    /// <param name="records">Validated and scored.</param>
    /// <param name="revision">The revision of master data by which they were scored.</param>
    /// <param name="cancellation">Takes the request back while no writer has begun with it; afterwards the outcome is waited for.</param>
    /// <returns>One outcome for each, in their order.</returns>
    public async Task<WriteOutcome[]> WriteAsync(IReadOnlyList<InteractionRecord> records, long revision, CancellationToken cancellation)
    {
        var submission = new Submission(records, revision);
        if (state.IsDamaged) return submission.All(WriteStatus.Unavailable, StoreTrouble.Damaged);
        if (Interlocked.Add(ref waiting, records.Count) > settings.Capacity || !channel.Writer.TryWrite(submission))
        {
            Interlocked.Add(ref waiting, -records.Count);
            return submission.All(WriteStatus.Unavailable, StoreTrouble.Busy);
        }

        // On the way back from the store the request goes on in the thread that brought the answer, when it wrote for itself.
        if (TryTakePlace()) await StartAsync();
        using var registration = cancellation.UnsafeRegister(static (s, token) => ((Submission)s!).Cancel(token), submission);
        return await submission.Outcomes;
    }

    /// <summary>Takes nothing in any more, and ends when all that was taken in is stored. To be called once.</summary>
    public async Task CompleteAsync()
    {
        channel.Writer.TryComplete();
        for (var place = 0; place < settings.Writers; place++) await places.WaitAsync();
        // Handed in by somebody who found no place any more.
        for (var items = Take(); items.Count > 0; items = Take()) await WriteAsync(items);
    }

    public void Dispose() => places.Dispose();

    // One writer stores the same in fewer transactions than two: the next one begins when more waits than goes into one.
    private bool TryTakePlace() =>
        (places.CurrentCount == settings.Writers || Waiting >= settings.MostAtOnce) && places.Wait(0, CancellationToken.None);

    // A writer at once where there is nothing else to do. On a busy server other requests are about to hand in theirs: after them it writes more
    // at a time.
    private Task StartAsync()
    {
        if (ThreadPool.PendingWorkItemCount == 0) return WriteWhatWaitsAsync(isOfRequest: true);
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => WriteWhatWaitsAsync(isOfRequest: false));
        return Task.CompletedTask;
    }

    // Has a writer's place, and gives it back when nothing waits. A request writes what there is when it comes; what came meanwhile is left to
    // another thread, so that it waits for nothing but its own.
    private async Task WriteWhatWaitsAsync(bool isOfRequest)
    {
        do
        {
            for (var items = Take(); items.Count > 0; items = Take())
            {
                await WriteAsync(items);
                if (!isOfRequest || channel.Reader.Count == 0) continue;
                using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => WriteWhatWaitsAsync(isOfRequest: false));
                return;
            }

            places.Release();
        }
        // Somebody may have come after the last look and before the place was free.
        while (channel.Reader.Count > 0 && TryTakePlace());
    }

    private List<Item> Take()
    {
        var items = new List<Item>();
        while (items.Count < settings.MostAtOnce && channel.Reader.TryRead(out var submission))
        {
            Interlocked.Add(ref waiting, -submission.Count);
            if (submission.TryTake()) submission.AddTo(items);
        }

        return items;
    }

    private async Task WriteAsync(List<Item> items)
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
    private async Task StoreAsync(List<Item> items, long revision, long handedIn, CancellationToken end)
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
                log.LogError("{Interactions} interactions could not be stored. {Trouble} ({Reason})", items.Count, trouble.Sentence(), e.Message);
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

    private async Task StoreOnceAsync(List<Item> items, long revision, bool mayBeStored, CancellationToken end)
    {
        var records = items.ConvertAll(i => i.Record);
        // A lost connection leaves open whether the commit was done; then the longer way, which looks before it stores, gives the answer.
        // The same id at two sites is no matter to the key of the table, which begins with the site; only the longer way sees it.
        var attempt = !mayBeStored && (records.Count == 1 || records.DistinctBy(r => r.Interaction.Id).Count() == records.Count)
            ? await store.TryStoreAsync(records, revision, end)
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

    private readonly record struct Item(Submission Of, int Place)
    {
        public InteractionRecord Record => Of.Records[Place];
        public long Revision => Of.Revision;

        public long HandedIn => Of.HandedIn;

        public void Complete(WriteStatus status, StoreTrouble trouble = StoreTrouble.None) =>
            Complete(new WriteOutcome(status, Record.Interaction.SiteId, Record.Interaction.Id, trouble));

        public void Complete(WriteOutcome outcome) => Of.Complete(Place, outcome);
    }

    private sealed class Submission(IReadOnlyList<InteractionRecord> records, long revision)
    {
        private const int Waiting = 0, Taken = 1, Cancelled = 2;

        private readonly WriteOutcome[] outcomes = new WriteOutcome[records.Count];
        private readonly TaskCompletionSource<WriteOutcome[]> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int state, open = records.Count;

        public IReadOnlyList<InteractionRecord> Records => records;
        public long Revision => revision;
        public int Count => records.Count;
        public long HandedIn { get; } = Stopwatch.GetTimestamp();
        public Task<WriteOutcome[]> Outcomes => done.Task;

        public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

        public void Cancel(CancellationToken token)
        {
            if (Interlocked.CompareExchange(ref state, Cancelled, Waiting) == Waiting) done.TrySetCanceled(token);
        }

        public void GiveUp() => done.TrySetResult(All(WriteStatus.Unavailable, StoreTrouble.Away));

        public void AddTo(List<Item> items)
        {
            for (var i = 0; i < records.Count; i++) items.Add(new Item(this, i));
        }

        public void Complete(int place, WriteOutcome outcome)
        {
            outcomes[place] = outcome;
            if (--open == 0) done.TrySetResult(outcomes);
        }

        public WriteOutcome[] All(WriteStatus status, StoreTrouble trouble) =>
            [.. records.Select(r => new WriteOutcome(status, r.Interaction.SiteId, r.Interaction.Id, trouble))];
    }
}
