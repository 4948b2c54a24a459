using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Notes with a revision, in its transaction, to whom it is to be delivered: where there is the one, there is the other.</summary>
public sealed class DueDeliveries(IServiceTrackerDb db)
{
    /// <summary>Adds a receipt for every recipient, which the next <c>SaveChanges</c> stores.</summary>
    /// <param name="seal">The revision.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task AddAsync(WeekSeal seal, CancellationToken cancellation)
    {
        var deliveries = await db.Deliveries.AsNoTracking().Where(d => d.IsEnabled).ToListAsync(cancellation);
        foreach (var delivery in deliveries.Where(d => d.Takes(seal)))
        {
            db.DeliveryReceipts.AddRange(delivery.Recipients.Select(recipient => new DeliveryReceipt
            {
                SiteId = seal.SiteId,
                Delivery = delivery.Name,
                WeekStart = seal.WeekStart,
                Revision = seal.Revision,
                Recipient = recipient,
                Id = DeliveryReceipt.IdOf(seal, delivery.Name, recipient),
                At = seal.SealedAt,
                Since = seal.SealedAt,
                DueAt = seal.SealedAt,
            }));
        }
    }
}
