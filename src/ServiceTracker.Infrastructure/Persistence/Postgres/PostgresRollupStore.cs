using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ServiceTracker.Application.Consistency.Rollups;

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

    public override async Task<IAloneTransaction> BeginAloneAsync(DbContext db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        // Before the transaction and for the session: a snapshot taken while waiting would not see what the other one did.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Key})", cancellation);
        return new AloneTransaction(db, await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation));
    }

    private sealed class AloneTransaction(DbContext db, IDbContextTransaction transaction) : IAloneTransaction
    {
        public Task CommitAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Key})");
            await db.Database.CloseConnectionAsync();
        }
    }
}
