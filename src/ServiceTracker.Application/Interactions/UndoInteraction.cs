using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Takes back an entry just made: a slip of the finger, not a correction. The audit record keeps what it was.</summary>
public sealed class UndoInteraction(IServiceTrackerDb db, IRollupStore store, RollupUpdate rollups, MasterDataCache cache, AuditTrail audit, TimeProvider clock)
{
    /// <summary>How long the page offers to undo.</summary>
    public static readonly TimeSpan Offered = TimeSpan.FromSeconds(10);

    // What was offered in time may arrive late over a slow line.
    private static readonly TimeSpan Accepted = Offered + TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static Result<Guid> NotThere => new Result<Guid>.NotFound("There is no such entry of yours.");

    /// <summary>Removes an entry that this actor made a moment ago.</summary>
    public async Task<Result<Guid>> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        // Before it looks: whoever brings evidence together changes what this entry adds to the figures.
        await using var transaction = await store.TryBeginAsync(db, Patience, cancellation);
        if (transaction is null) return new Result<Guid>.Unavailable();
        var entry = await db.Interactions.FirstOrDefaultAsync(i => i.Id == id && i.RecordedBy == actor.Id, cancellation);
        if (entry is null) return NotThere;
        if (clock.GetUtcNow().UtcDateTime - entry.RecordedAt > Accepted)
            return new Result<Guid>.Conflict($"Undo works for {Offered.TotalSeconds:0} seconds after saving. This entry stays; a manager can correct it.");

        var own = await db.OwnAnswers.AsNoTracking().FirstOrDefaultAsync(o => o.SiteId == entry.SiteId && o.InteractionId == id, cancellation) ?? Contact.AnswersOf(entry);
        audit.Record(actor, "interaction.undone", id.ToString(), new { entry.OccurredAt, entry.StaffId, entry.ChannelId, entry.Baseline, own.Met, own.Na }, null, entry.SiteId);
        db.Interactions.Remove(entry);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Two taps on undo: the other one was faster, and took it out of the figures.
            return NotThere;
        }

        await db.InteractionTexts.Where(t => t.SiteId == entry.SiteId && t.InteractionId == id).ExecuteDeleteAsync(cancellation);
        await db.MissCauses.Where(c => c.SiteId == entry.SiteId && c.InteractionId == id).ExecuteDeleteAsync(cancellation);
        await db.StandOuts.Where(s => s.SiteId == entry.SiteId && s.InteractionId == id).ExecuteDeleteAsync(cancellation);
        await db.OwnAnswers.Where(o => o.SiteId == entry.SiteId && o.InteractionId == id).ExecuteDeleteAsync(cancellation);
        if (entry.ContactId is null)
        {
            db.RollupQueue.AddRange(RollupQueueEntry.Pack([RollupDelta.TakingOut(entry)], clock.GetUtcNow().UtcDateTime));
            await db.SaveChangesAsync(cancellation);
        }
        else
        {
            // The other evidence on the contact counts for itself again.
            var others = await db.Interactions.AsNoTracking().Where(i => i.SiteId == entry.SiteId && i.ContactId == entry.ContactId)
                .Select(i => new PersonDay(i.SiteId, i.StaffId, i.ChannelId, i.BusinessDate)).ToListAsync(cancellation);
            var sums = new RollupSums((await cache.GetAsync(db, cancellation)).Baselines);
            sums.Add(RollupDelta.TakingOut(entry));
            await rollups.MergeAsync(sums, others, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return id;
    }
}
