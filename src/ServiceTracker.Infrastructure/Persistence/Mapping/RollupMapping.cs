using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>The sums of weeks and hours, and what waits to be added to them.</summary>
internal static class RollupMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<RollupQueueEntry>(e =>
        {
            e.ToTable("rollup_queue");
            e.HasKey(q => new { q.SiteId, q.Id });
            e.Property(q => q.Id).ValueGeneratedNever();
        });
        model.Entity<StaffWeek>(e =>
        {
            e.ToTable("staff_week");
            e.HasKey(w => new { w.SiteId, w.WeekStart, w.StaffId, w.TeamId, w.ChannelId, w.Source, w.Baseline });
            // Tells at once whose weeks have evidence beside their own log.
            e.HasIndex(w => new { w.SiteId, w.WeekStart, w.StaffId, w.ChannelId }).HasFilter("source <> 0");
            e.Ignore(w => w.Key);
            MapFigures(e);
        });
        model.Entity<SiteDayHour>(e =>
        {
            e.ToTable("site_day_hour");
            e.HasKey(h => new { h.SiteId, h.BusinessDate, h.HourOfWeek });
            // Some days of every site, where a question about all of them begins or ends in the middle of a week.
            e.HasIndex(h => h.BusinessDate);
            e.Ignore(h => h.Key);
            MapProcess(e);
        });
        model.Entity<OrgWeek>(e =>
        {
            e.ToTable("org_week");
            e.HasKey(w => new { w.WeekStart, w.ChannelId, w.Baseline });
            e.Ignore(w => w.Key);
            MapFigures(e);
        });
        model.Entity<OrgHourOfWeek>(e =>
        {
            e.ToTable("org_hour_of_week");
            e.HasKey(h => new { h.WeekStart, h.HourOfWeek });
            e.Ignore(h => h.Key);
            MapProcess(e);
        });
    }
    private static void MapFigures<T>(EntityTypeBuilder<T> e)
        where T : FigureSums
    {
        MapProcess(e);
        e.Property(s => s.AllBasicsMetPerson).HasColumnName(OlderNames.AllBasicsMetPerson);
    }

    private static void MapProcess<T>(EntityTypeBuilder<T> e)
        where T : ProcessSums
    {
        e.Property(s => s.AllBasicsMet).HasColumnName(OlderNames.AllBasicsMet);
        e.Ignore(s => s.IsEmpty);
    }
}
