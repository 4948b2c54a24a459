using System.Threading.Channels;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>
/// Gathers the interactions of many requests and stores them together: while one transaction is on its way to the disk, the next one fills.
/// Whoever comes while a writer's place is free takes it and writes, so that a quiet counter waits for nobody. An outcome is given after
/// the commit, never before. Shown by the benchmark <c>write</c>.
/// </summary>
public sealed class WriteBatcher(PatientWriter writer, StoreState state, WriteBatcherSettings settings) : IDisposable
{
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
        if (state.Closed is { } trouble) return submission.All(WriteStatus.Unavailable, trouble);
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
        for (var items = Take(); items.Count > 0; items = Take()) await writer.WriteAsync(items);
    }

    public void Dispose() => places.Dispose();

    // One writer stores the same in fewer transactions than two: the next one begins when more waits than goes into one.
    private bool TryTakePlace() =>
        (places.CurrentCount == settings.Writers || Waiting >= settings.MostAtOnce) && places.Wait(0, CancellationToken.None);

    // A writer at once where there is nothing else to do (benchmark write, one connection). On a busy server other requests are about to
    // hand in theirs: after them it writes more at a time (the same, 32 connections).
    private Task StartAsync()
    {
        if (ThreadPool.PendingWorkItemCount == 0) return WriteWhatWaitsAsync(isOfRequest: true);
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => WriteWhatWaitsAsync(isOfRequest: false));
        return Task.CompletedTask;
    }

    // Has a writer's place, and gives it back when nothing waits. A request writes what there is when it comes; what came meanwhile is left
    // to another thread, so that it waits for nothing but its own.
    private async Task WriteWhatWaitsAsync(bool isOfRequest)
    {
        do
        {
            for (var items = Take(); items.Count > 0; items = Take())
            {
                await writer.WriteAsync(items);
                if (!isOfRequest || channel.Reader.Count == 0) continue;
                using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => WriteWhatWaitsAsync(isOfRequest: false));
                return;
            }

            places.Release();
        }
        // Somebody may have come after the last look and before the place was free.
        while (channel.Reader.Count > 0 && TryTakePlace());
    }

    private List<Submission.Item> Take()
    {
        var items = new List<Submission.Item>();
        while (items.Count < settings.MostAtOnce && channel.Reader.TryRead(out var submission))
        {
            Interlocked.Add(ref waiting, -submission.Count);
            if (submission.TryTake()) submission.AddTo(items);
        }

        return items;
    }
}
