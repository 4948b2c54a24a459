using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Sealed weeks, and which weeks changed since.</summary>
internal static class SealMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SiteWeek>(e =>
        {
            e.ToTable("site_week");
            e.HasKey(w => new { w.SiteId, w.WeekStart });
            // The only ones that whoever seals has to look at.
            e.HasIndex(w => w.WeekStart).HasFilter("changes <> sealed_changes");
        });
        model.Entity<WeekSeal>(e =>
        {
            e.ToTable("week_seal");
            e.HasKey(s => new { s.SiteId, s.WeekStart, s.Revision });
            // One chain for each site.
            e.HasIndex(s => new { s.SiteId, s.Number }).IsUnique();
        });
        model.Entity<SealApproval>(e =>
        {
            e.ToTable("seal_approval");
            e.HasKey(a => new { a.SiteId, a.Id });
        });
        model.Entity<SealedFile>(e =>
        {
            e.ToTable("sealed_file");
            e.HasKey(f => new { f.SiteId, f.WeekStart, f.Revision, f.Name });
        });
        model.Entity<SealedPiece>(e =>
        {
            e.ToTable("sealed_piece");
            e.HasKey(p => new { p.SiteId, p.WeekStart, p.Revision, p.Name, p.Position });
        });
    }
}
