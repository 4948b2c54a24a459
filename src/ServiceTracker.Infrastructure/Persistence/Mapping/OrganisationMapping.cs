using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Sites, teams, people, channels and reasons, and the stamp that tells when one of them changed.</summary>
internal static class OrganisationMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Site>(e =>
        {
            e.ToTable("site");
            e.HasIndex(s => s.Code).IsUnique();
            e.Ignore(s => s.Calendar);
            e.Property(s => s.IdleLock).HasDefaultValue(Site.UsualIdleLock);
            // 0 is a value of its own, and not "nothing was said".
            e.Property(s => s.FullCheckOneIn).HasDefaultValue(Site.UsualFullCheckOneIn).HasSentinel(-1);
            e.Property(s => s.Version).IsConcurrencyToken();
            e.OwnsMany(s => s.EarlierZones, z =>
            {
                z.ToTable("site_zone");
                z.WithOwner().HasForeignKey("SiteId");
                z.HasKey("SiteId", nameof(EarlierZone.Number));
                z.Property(x => x.Number).ValueGeneratedNever();
            });
        });
        model.Entity<Team>(e =>
        {
            e.ToTable("team");
            e.HasKey(t => new { t.SiteId, t.Id });
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.SiteId, t.Code }).IsUnique();
            e.HasOne<Site>().WithMany().HasForeignKey(t => t.SiteId).OnDelete(DeleteBehavior.Restrict);
            e.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<StaffMember>(e =>
        {
            e.ToTable("staff");
            e.HasIndex(s => s.Code).IsUnique();
            e.HasOne<Site>().WithMany().HasForeignKey(s => s.HomeSiteId).OnDelete(DeleteBehavior.Restrict);
            e.Property(s => s.Version).IsConcurrencyToken();
            e.Ignore(s => s.Periods);
            e.Ignore(s => s.LastPeriod);
            e.OwnsMany(s => s.EarlierPeriods, p =>
            {
                p.ToTable("staff_period");
                p.WithOwner().HasForeignKey("StaffId");
                p.HasKey("StaffId", nameof(EarlierPeriod.Number));
                p.Property(x => x.Number).ValueGeneratedNever();
            });
        });
        model.Entity<FormerStaffCode>(e =>
        {
            e.ToTable("former_staff_code");
            e.HasKey(c => c.Code);
            e.HasOne<StaffMember>().WithMany().HasForeignKey(c => c.StaffId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<RoleTitle>(e =>
        {
            e.ToTable("role_title");
            e.HasIndex(r => r.Title).IsUnique();
        });
        model.Entity<Channel>(e =>
        {
            e.ToTable("channel");
            e.HasIndex(c => c.Code).IsUnique();
            e.Property(c => c.Version).IsConcurrencyToken();
        });
        model.Entity<Reason>(e =>
        {
            e.ToTable("reason");
            e.HasIndex(r => r.Code).IsUnique();
            e.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<MasterDataStamp>(e =>
        {
            e.ToTable("master_data_stamp");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasData(new MasterDataStamp { Revision = 1 });
        });
    }
}
