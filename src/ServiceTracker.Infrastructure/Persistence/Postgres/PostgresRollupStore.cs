using System.Data;
using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>Rollups on PostgreSQL: an advisory lock keeps servers apart, repeatable read gives a snapshot.</summary>
internal sealed class PostgresRollupStore : RollupStore
{
    // Any constant; it must only differ from other locks in the same database.
    private const long Key = 0x526F6C6C757073;

    public override async Task<IAsyncDisposable> BeginSnapshotAsync(DbContext db, CancellationToken cancellation) =>
        await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    public override async Task<bool> LockAsync(DbContext db, bool wait, CancellationToken cancellation)
    {
        if (!wait) return await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({Key}) AS \"Value\"").SingleAsync(cancellation);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Key})", cancellation);
        return true;
    }
}
