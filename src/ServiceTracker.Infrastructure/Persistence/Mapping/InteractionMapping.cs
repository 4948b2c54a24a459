using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Interactions and what stands beside them.</summary>
internal static class InteractionMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Interaction>(e =>
        {
            e.ToTable("interaction");
            e.HasKey(i => new { i.SiteId, i.Id });
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.AllBasicsMet).HasColumnName(OlderNames.AllBasicsMet);
            e.Ignore(i => i.Score);
            // No foreign keys to sites, staff, channels and the like: they are never deleted, every row was checked against them, and each
            // key would lock and log a row of theirs for every interaction stored. None to here from what stands beside an interaction: it
            // comes in the same transaction, and goes with it where that is removed (docs/decisions/0006).
            e.HasIndex(i => i.Id);
            e.HasIndex(i => new { i.SiteId, i.Source, i.ExternalId }).IsUnique().HasFilter("external_id IS NOT NULL");
            // Few rows share a contact, and fewer still name one that they do not share; all others are in neither index.
            e.HasIndex(i => new { i.SiteId, i.SameContactAs }).HasFilter("same_contact_as IS NOT NULL AND contact_id IS NULL");
            e.HasIndex(i => new { i.SiteId, i.ContactId }).HasFilter("contact_id IS NOT NULL");
        });
        model.Entity<InteractionText>(e =>
        {
            e.ToTable("interaction_text");
            e.HasKey(t => new { t.SiteId, t.InteractionId });
        });
        model.Entity<MissCause>(e =>
        {
            e.ToTable("miss_cause");
            e.HasKey(c => new { c.SiteId, c.InteractionId, c.Bit });
        });
        model.Entity<StandOut>(e =>
        {
            e.ToTable("stand_out");
            e.HasKey(s => new { s.SiteId, s.InteractionId, s.Position });
        });
        model.Entity<OwnAnswers>(e =>
        {
            e.ToTable("own_answers");
            e.HasKey(o => new { o.SiteId, o.InteractionId });
        });
        model.Entity<UsedTicket>(e =>
        {
            e.ToTable("used_ticket");
            e.HasKey(t => new { t.SiteId, t.StaffId, t.ChannelId, t.Number });
            e.Property(t => t.Number).ValueGeneratedNever();
            e.HasIndex(t => new { t.SiteId, t.InteractionId }).IsUnique();
        });
        model.Entity<ContactCount>(e =>
        {
            e.ToTable("contact_count");
            e.HasKey(c => new { c.SiteId, c.BusinessDate, c.ChannelId });
            e.Property(c => c.ChannelId).ValueGeneratedNever();
        });
        model.Entity<InteractionRevision>(e =>
        {
            e.ToTable("interaction_revision");
            e.HasKey(r => new { r.SiteId, r.InteractionId, r.Version });
            e.Property(r => r.Version).ValueGeneratedNever();
        });
        model.Entity<ChangePage>(e =>
        {
            // Whole on the coordinator of a spread store: its commit is one moment for all sites, those of several servers are not.
            e.ToTable("change_page");
            e.HasKey(p => p.Position);
            e.Property(p => p.Position).ValueGeneratedNever();
            e.HasIndex(p => new { p.SiteId, p.Position });
        });
        model.Entity<Dispute>(e =>
        {
            e.ToTable("dispute");
            e.HasKey(d => new { d.SiteId, d.Id });
            e.Property(d => d.Id).ValueGeneratedNever();
            e.HasIndex(d => new { d.SiteId, d.InteractionId });
            // Open ones are counted for every page of a manager; they are few.
            e.HasIndex(d => d.SiteId).HasFilter("status = 0");
        });
    }
}
