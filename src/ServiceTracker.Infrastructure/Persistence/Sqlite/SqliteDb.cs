using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>The embedded store: one file, no server.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : ServiceTrackerDb(options)
{
    protected override void MapProvider(ModelBuilder model) =>
        // SQLite has neither covering columns nor BRIN; the date alone serves weekly reports.
        model.Entity<Interaction>(e =>
        {
            e.HasIndex(i => new { i.SiteId, i.StaffId, i.BusinessDate });
            e.HasIndex(i => i.BusinessDate);
        });
}
