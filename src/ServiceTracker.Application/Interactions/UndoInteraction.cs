using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Consistency.Rollups;

namespace ServiceTracker.Application.Interactions;

/// <summary>Takes back an entry just made: a slip of the finger, not a correction. The audit record keeps what it was.</summary>
public sealed class UndoInteraction(IServiceTrackerDb db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>How long the page offers to undo.</summary>
    public static readonly TimeSpan Offered = TimeSpan.FromSeconds(10);

    // What was offered in time may arrive late over a slow line.
    private static readonly TimeSpan Accepted = Offered + TimeSpan.FromSeconds(5);

    private static Result<Guid> NotThere => new Result<Guid>.NotFound("There is no such entry of yours.");

    /// <summary>Removes an entry that this actor made a moment ago.</summary>
    public async Task<Result<Guid>> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var entry = await db.Interactions.FirstOrDefaultAsync(i => i.Id == id && i.RecordedBy == actor.Id, cancellation);
        if (entry is null) return NotThere;
        if (clock.GetUtcNow().UtcDateTime - entry.RecordedAt > Accepted)
            return new Result<Guid>.Conflict($"Undo works for {Offered.TotalSeconds:0} seconds after saving. This entry stays; a manager can correct it.");

        audit.Record(actor, "interaction.undone", id.ToString(), new { entry.OccurredAt, entry.StaffId, entry.ChannelId, entry.Baseline, entry.Met, entry.Na }, null, entry.SiteId);
        db.Interactions.Remove(entry);
        db.RollupQueue.AddRange(RollupQueueEntry.Pack([RollupDelta.TakingOut(entry)], clock.GetUtcNow().UtcDateTime));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.SaveChangesAsync(cancellation);
            await db.InteractionTexts.Where(t => t.SiteId == entry.SiteId && t.InteractionId == id).ExecuteDeleteAsync(cancellation);
            await db.MissCauses.Where(c => c.SiteId == entry.SiteId && c.InteractionId == id).ExecuteDeleteAsync(cancellation);
            await db.StandOuts.Where(s => s.SiteId == entry.SiteId && s.InteractionId == id).ExecuteDeleteAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Two taps on undo: the other one was faster, and took it out of the figures.
            return NotThere;
        }

        return id;
    }
}
