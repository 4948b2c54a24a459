using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>
/// What storing interactions means: the rows of every table, by table. It is said here alone, so that each store only writes lists,
/// whatever is added to them.
/// </summary>
public sealed class InteractionRows
{
    private InteractionRows(IReadOnlyList<InteractionRecord> records)
    {
        Interactions = [.. records.Select(r => r.Interaction)];
        Texts = [.. records.Where(r => r.Text is not null).Select(r => r.Text!)];
        Causes = [.. records.SelectMany(r => r.Causes)];
        StandOuts = [.. records.SelectMany(r => r.StandOuts)];
        Tickets = [.. records.Where(r => r.Ticket is not null).Select(r => r.Ticket!)];
    }

    /// <summary>The interactions themselves, in their order.</summary>
    public IReadOnlyList<Interaction> Interactions { get; }

    public IReadOnlyList<InteractionText> Texts { get; }
    public IReadOnlyList<MissCause> Causes { get; }
    public IReadOnlyList<StandOut> StandOuts { get; }

    /// <summary>The numbers that they answer, of those that came with one.</summary>
    public IReadOnlyList<UsedTicket> Tickets { get; }

    /// <summary>What the interactions add to the rollups.</summary>
    public IEnumerable<RollupDelta> Deltas => Interactions.Select(RollupDelta.Adding);

    /// <summary>The rows of interactions that are new.</summary>
    /// <param name="records">At least one; with several, no id of a site twice.</param>
    public static InteractionRows Of(IReadOnlyList<InteractionRecord> records) => new(records);

    /// <summary>The deltas as rows of the queue. Made when asked for: whoever adds them to sums of its own queues nothing.</summary>
    public IReadOnlyList<RollupQueueEntry> Queued() => RollupQueueEntry.Pack(Deltas, Interactions[0].RecordedAt);
}
