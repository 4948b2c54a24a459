using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Deliveries of sealed weeks, and what became of them.</summary>
internal static class DeliveryMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Delivery>(e =>
        {
            e.ToTable("delivery");
            e.HasKey(d => d.Name);
            e.Ignore(d => d.Recipients);
            e.Property(d => d.Version).IsConcurrencyToken();
        });
        model.Entity<DeliveryReceipt>(e =>
        {
            e.ToTable("delivery_receipt");
            // One for each recipient, whoever makes it.
            e.HasKey(r => new { r.SiteId, r.Delivery, r.WeekStart, r.Revision, r.Recipient });
            e.HasIndex(r => new { r.SiteId, r.Id }).IsUnique();
            // The only ones that whoever sends has to look at.
            e.HasIndex(r => r.DueAt).HasFilter($"status <= {(int)DeliveryStatus.Sending}");
        });
    }
}
