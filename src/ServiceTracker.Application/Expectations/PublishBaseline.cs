using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>Freezes a draft and puts it in force from its effective date on.</summary>
public sealed class PublishBaseline(IServiceTrackerDb db, IStore store, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Publishes a draft; refused where interactions that it would cover are already scored by another baseline.</summary>
    public async Task<Result<Baseline>> RunAsync(Actor actor, int number, int? version, CancellationToken cancellation)
    {
        if (!actor.Publishes)
            return Refusal.Forbidden(
                "A baseline scores every site, so an administrator publishes it. The draft is kept; ask an administrator to look at it.");
        var all = await db.Baselines.Include(b => b.Expectations.OrderBy(e => e.Bit)).ToListAsync(cancellation);
        if (all.Find(b => b.Number == number) is not { } draft) return Refusal.NotFound($"There is no baseline {number}.");
        if (draft.IsPublished) return Refusal.Conflict($"Baseline {number} is published already.");
        if (version is not null && version != draft.Version)
            return Refusal.Stale("Somebody else changed this draft since you read it. Look at it again before publishing.");
        var lacking = draft.WhatKeepsItFromPublishing().Select(p => new FieldError(p.Path, FieldError.Required, p.Problem)).ToList();
        if (lacking.Count > 0) return Refusal.Invalid(lacking);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        draft.Publish(clock.GetUtcNow().UtcDateTime, actor.Name);
        audit.Record(actor, "baseline.published", $"baseline/{number}", null, BaselineFacts.Of(draft));
        try
        {
            await MasterDataChanges.SaveAsync(db, cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Stale("Somebody else changed this draft just now. Look at it again before publishing.");
        }

        // From here to the commit nobody stores anything, so that nothing is scored by a baseline that is not in force any more. Saved
        // before, since saving may have to wait for a long import, and those who store must not wait with it.
        await store.LockBaselinesAsync(db, toPublish: true, cancellation);
        if (await CoveredInteractions.Of(db, draft, all).MaxAsync(i => (DateOnly?)i.BusinessDate, cancellation) is { } latest)
        {
            db.ChangeTracker.Clear();
            return Refusal.Conflict(
                $"Interactions up to {latest:yyyy-MM-dd} are already scored by another baseline and keep it for ever. " +
                $"Let this one start on {latest.AddDays(1):yyyy-MM-dd} or later.");
        }

        await transaction.CommitAsync(cancellation);
        return draft;
    }
}
