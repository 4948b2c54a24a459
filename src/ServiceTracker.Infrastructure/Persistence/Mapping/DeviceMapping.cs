using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Devices of the counter, PINs, and how many wrong ones were tried.</summary>
internal static class DeviceMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Device>(e =>
        {
            e.ToTable("device");
            e.Property(d => d.Id).ValueGeneratedNever();
            e.HasOne<Site>().WithMany().HasForeignKey(d => d.SiteId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(d => d.PairingHash).IsUnique();
            e.HasIndex(d => d.SecretHash).IsUnique();
        });
        model.Entity<DeviceUnlock>(e =>
        {
            e.ToTable("device_unlock");
            e.HasKey(u => new { u.DeviceId, u.StaffId });
            e.HasOne<Device>().WithMany().HasForeignKey(u => u.DeviceId).OnDelete(DeleteBehavior.Cascade);
            e.HasOne<StaffMember>().WithMany().HasForeignKey(u => u.StaffId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<StaffPin>(e =>
        {
            e.ToTable("staff_pin");
            e.HasKey(p => p.StaffId);
            e.Property(p => p.StaffId).ValueGeneratedNever();
            e.HasOne<StaffMember>().WithMany().HasForeignKey(p => p.StaffId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<PinTries>(e =>
        {
            e.ToTable("pin_tries");
            e.HasKey(t => t.Subject);
        });
        model.Entity<DeviceProof>(e =>
        {
            e.ToTable("device_proof");
            e.HasKey(p => new { p.DeviceId, p.Digest });
            e.HasOne<Device>().WithMany().HasForeignKey(p => p.DeviceId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<UnclaimedEntry>(e =>
        {
            e.ToTable("unclaimed_entry");
            e.Property(u => u.Id).ValueGeneratedNever();
            e.HasOne<Device>().WithMany().HasForeignKey(u => u.DeviceId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(u => new { u.SiteId, u.SettledAt });
        });
    }
}
