using System.Diagnostics;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>What one request hands in to be stored, and waits for.</summary>
/// <param name="records">Validated and scored.</param>
/// <param name="revision">The revision of master data by which they were scored.</param>
internal sealed class Submission(IReadOnlyList<InteractionRecord> records, long revision)
{
    private const int Waiting = 0, Taken = 1, Cancelled = 2;

    private readonly WriteOutcome[] outcomes = new WriteOutcome[records.Count];
    private readonly TaskCompletionSource<WriteOutcome[]> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state, open = records.Count;

    public IReadOnlyList<InteractionRecord> Records => records;
    public long Revision => revision;
    public int Count => records.Count;

    /// <summary>When, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long HandedIn { get; } = Stopwatch.GetTimestamp();

    public Task<WriteOutcome[]> Outcomes => done.Task;

    /// <summary>From now on its outcome is waited for; false when it was taken back.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

    /// <summary>Takes it back, unless a writer has begun with it.</summary>
    public void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref state, Cancelled, Waiting) == Waiting) done.TrySetCanceled(token);
    }

    /// <summary>Answers it although a writer may still be at it.</summary>
    public void GiveUp() => done.TrySetResult(All(WriteStatus.Unavailable, StoreTrouble.Away));

    public void AddTo(List<Item> items)
    {
        for (var i = 0; i < records.Count; i++) items.Add(new Item(this, i));
    }

    public void Complete(int place, WriteOutcome outcome)
    {
        outcomes[place] = outcome;
        if (Interlocked.Decrement(ref open) == 0) done.TrySetResult(outcomes);
    }

    public WriteOutcome[] All(WriteStatus status, StoreTrouble trouble) =>
        [.. records.Select(r => new WriteOutcome(status, r.Interaction.SiteId, r.Interaction.Id, trouble))];

    /// <summary>One interaction of a request.</summary>
    /// <param name="Of">The request.</param>
    /// <param name="Place">Its place there, from 0.</param>
    internal readonly record struct Item(Submission Of, int Place)
    {
        public InteractionRecord Record => Of.Records[Place];
        public long Revision => Of.Revision;
        public long HandedIn => Of.HandedIn;

        public void Complete(WriteStatus status, StoreTrouble trouble = StoreTrouble.None) =>
            Complete(new WriteOutcome(status, Record.Interaction.SiteId, Record.Interaction.Id, trouble));

        public void Complete(WriteOutcome outcome) => Of.Complete(Place, outcome);
    }
}
