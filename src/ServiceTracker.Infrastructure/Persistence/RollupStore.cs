using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Domain.Consistency.Rollups;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>What both providers do alike for the rollups.</summary>
internal abstract class RollupStore : IRollupStore
{
    public abstract Task<IAsyncDisposable> BeginSnapshotAsync(DbContext db, CancellationToken cancellation);

    public abstract Task<bool> LockAsync(DbContext db, bool wait, CancellationToken cancellation);

    public abstract Task<IAloneTransaction> BeginAloneAsync(DbContext db, CancellationToken cancellation);

    public async Task MergeAsync(DbContext db, RollupSums sums, CancellationToken cancellation)
    {
        await MergeAsync(db, RollupTables.StaffWeek, sums.StaffWeeks.OrderBy(l => (l.Key.SiteId, l.Key.WeekStart, l.Key.StaffId, l.Key.TeamId, l.Key.ChannelId, l.Key.Source, l.Key.Baseline)), cancellation);
        await MergeAsync(db, RollupTables.SiteDayHour, sums.SiteDayHours.OrderBy(l => (l.Key.SiteId, l.Key.BusinessDate, l.Key.HourOfWeek)), cancellation);
        await MergeAsync(db, RollupTables.OrgWeek, sums.OrgWeeks.OrderBy(l => (l.Key.WeekStart, l.Key.ChannelId, l.Key.Baseline)), cancellation);
        await MergeAsync(db, RollupTables.OrgHourOfWeek, sums.OrgHoursOfWeek.OrderBy(l => (l.Key.WeekStart, l.Key.HourOfWeek)), cancellation);
    }

    public async Task<IReadOnlyList<RollupQueueEntry>> TakeAsync(DbContext db, int? siteId, Guid? lastId, CancellationToken cancellation)
    {
        FormattableString sql = (siteId, lastId) switch
        {
            ({ } site, { } last) => $"DELETE FROM rollup_queue WHERE site_id = {site} AND id <= {last} RETURNING *",
            ({ } site, null) => $"DELETE FROM rollup_queue WHERE site_id = {site} RETURNING *",
            _ => $"DELETE FROM rollup_queue RETURNING *",
        };
        return await db.Set<RollupQueueEntry>().FromSql(sql).AsNoTracking().ToListAsync(cancellation);
    }

    /// <summary>Adds lines to the stored ones of the same keys, in their order, and removes those in which nothing is left.</summary>
    protected abstract Task MergeAsync<TLine>(DbContext db, RollupTable<TLine> table, IReadOnlyList<TLine> lines, CancellationToken cancellation);

    private Task MergeAsync<TKey, TLine>(DbContext db, RollupTable<TLine> table, IEnumerable<KeyValuePair<TKey, TLine>> inOrder, CancellationToken cancellation) =>
        MergeAsync(db, table, [.. inOrder.Select(l => l.Value)], cancellation);
}
