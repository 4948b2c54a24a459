using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>The rollups as SQL sees them.</summary>
internal static class RollupTables
{
    public static readonly RollupTable<StaffWeek> StaffWeek = new("staff_week", BulkTables.StaffWeek, 7);
    public static readonly RollupTable<SiteDayHour> SiteDayHour = new("site_day_hour", BulkTables.SiteDayHour, 3);
    public static readonly RollupTable<OrgWeek> OrgWeek = new("org_week", BulkTables.OrgWeek, 3);
    public static readonly RollupTable<OrgHourOfWeek> OrgHourOfWeek = new("org_hour_of_week", BulkTables.OrgHourOfWeek, 2);
}
