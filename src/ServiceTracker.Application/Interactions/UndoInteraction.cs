using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Takes back an entry just made: a slip of the finger, not a correction. The audit record keeps what it was.</summary>
public sealed class UndoInteraction(IServiceTrackerDb db, ChangeInteraction change, TimeProvider clock)
{
    /// <summary>How long the page offers to undo.</summary>
    public static readonly TimeSpan Offered = TimeSpan.FromSeconds(10);

    // What was offered in time may arrive late over a slow line.
    private static readonly TimeSpan Accepted = Offered + TimeSpan.FromSeconds(5);

    /// <summary>Removes an entry that this actor made a moment ago.</summary>
    public Task<Result<Guid>> RunAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        change.RunAsync(
            actor, db.Interactions.Where(i => i.Id == id && i.RecordedBy == actor.Id), (entry, _) => Undo(entry.Interaction), cancellation);

    private Result<IntendedChange> Undo(Interaction entry) => clock.GetUtcNow().UtcDateTime - entry.RecordedAt > Accepted
        ? Refusal.Conflict($"Undo works for {Offered.TotalSeconds:0} seconds after saving. This entry stays; a manager can correct it.")
        : new IntendedChange(
            "interaction.undone", new { entry.OccurredAt, entry.StaffId, entry.ChannelId, entry.Baseline, entry.Met, entry.Na });
}
