using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ServiceTracker.Application.Consistency.Rollups;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>Rollups on SQLite, where a transaction that writes is the only one anyway.</summary>
internal sealed class SqliteRollupStore : RollupStore
{
    public override async Task<IAsyncDisposable> BeginSnapshotAsync(DbContext db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        // Deferred: it takes no lock until it writes, which a snapshot never does.
        var transaction = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(transaction, cancellation);
        return new Snapshot(db, transaction);
    }

    public override Task<bool> LockAsync(DbContext db, bool wait, CancellationToken cancellation) => Task.FromResult(true);

    public override async Task<IAloneTransaction> BeginAloneAsync(DbContext db, CancellationToken cancellation) =>
        new AloneTransaction(await db.Database.BeginTransactionAsync(cancellation));

    private sealed class AloneTransaction(IDbContextTransaction transaction) : IAloneTransaction
    {
        public Task CommitAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }

    // EF ends neither a transaction nor a connection that it did not begin itself.
    private sealed class Snapshot(DbContext db, SqliteTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await db.Database.UseTransactionAsync(null);
            await db.Database.CloseConnectionAsync();
        }
    }
}
