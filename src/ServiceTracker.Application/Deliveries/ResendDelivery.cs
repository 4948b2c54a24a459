using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Application.Deliveries;

/// <summary>Has something sent again, under the id it had.</summary>
public sealed class ResendDelivery(IServiceTrackerDb db, AuditTrail audit, TimeProvider clock)
{
    private static readonly Refusal BeingSent = Refusal.NotAllowedNow("It is being sent at this moment.", []);

    /// <summary>Lets it be sent at the next turn, and tried for two days from now.</summary>
    /// <returns>The receipt; refused while the delivery is off.</returns>
    public async Task<Result<DeliveryReceipt>> RunAsync(Actor actor, string delivery, Guid id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.SeesEverybody) return Refusal.Forbidden("Deliveries are for managers, ops and administrators.");
        var receipts = actor.OfOwnSites(db.DeliveryReceipts.AsNoTracking(), r => r.SiteId);
        if (await receipts.SingleOrDefaultAsync(r => r.Delivery == delivery && r.Id == id, cancellation) is not { } receipt)
            return Refusal.NotFound($"There is no receipt {id} of “{delivery}”.");
        if (await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Name == delivery, cancellation) is not { IsEnabled: true } of)
            return Refusal.NotAllowedNow($"“{delivery}” is switched off.", []);
        if (!of.Recipients.Contains(receipt.Recipient, StringComparer.OrdinalIgnoreCase))
            return Refusal.NotAllowedNow($"{receipt.Recipient} is no longer a recipient of “{delivery}”.", []);
        var now = clock.GetUtcNow().UtcDateTime;
        // An attempt that is being made is left to itself: what it finds is not yet known.
        if (receipt.Status == DeliveryStatus.Sending && receipt.DueAt > now) return BeingSent;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var changed = await db.DeliveryReceipts
            .Where(r => r.SiteId == receipt.SiteId && r.Id == id && r.Status == receipt.Status && r.Attempt == receipt.Attempt)
            .ExecuteUpdateAsync(
                r => r.SetProperty(x => x.Status, DeliveryStatus.Waiting).SetProperty(x => x.Since, now)
                    .SetProperty(x => x.DueAt, now),
                cancellation);
        if (changed == 0) return BeingSent;
        audit.Record(actor, "delivery.resent", $"delivery/{delivery}", null, new { id, receipt.Recipient }, receipt.SiteId);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new Result<DeliveryReceipt>.Ok(
            await receipts.SingleAsync(r => r.Delivery == delivery && r.Id == id, cancellation), IsNew: false);
    }
}
