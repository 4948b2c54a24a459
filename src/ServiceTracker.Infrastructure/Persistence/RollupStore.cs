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

    public async Task<IReadOnlyList<RollupDelta>> TakeAsync(DbContext db, int? siteId, Guid? lastId, CancellationToken cancellation)
    {
        FormattableString sql = (siteId, lastId) switch
        {
            ({ } site, { } last) => $"DELETE FROM rollup_queue WHERE site_id = {site} AND id <= {last} RETURNING *",
            ({ } site, null) => $"DELETE FROM rollup_queue WHERE site_id = {site} RETURNING *",
            _ => $"DELETE FROM rollup_queue RETURNING *",
        };
        return await db.Set<RollupDelta>().FromSql(sql).AsNoTracking().ToListAsync(cancellation);
    }
}
