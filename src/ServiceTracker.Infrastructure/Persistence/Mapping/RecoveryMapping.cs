using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Cases of bad experiences and the work on them.</summary>
internal static class RecoveryMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<RecoveryCase>(e =>
        {
            e.ToTable("recovery");
            e.HasKey(c => new { c.SiteId, c.Id });
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Version).IsConcurrencyToken();
            e.Ignore(c => c.MissingToClose);
            // An id alone, as an address has it.
            e.HasIndex(c => c.Id);
            // One case for an interaction, whoever opens it first.
            e.HasIndex(c => new { c.SiteId, c.InteractionId }).IsUnique().HasFilter("interaction_id IS NOT NULL");
            e.HasIndex(c => new { c.SiteId, c.SinceOn });
        });
        model.Entity<RecoveryEvent>(e =>
        {
            e.ToTable("recovery_event");
            e.HasKey(h => new { h.SiteId, h.CaseId, h.Position });
            e.Property(h => h.Position).ValueGeneratedNever();
        });
    }
}
