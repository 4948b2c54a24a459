using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Keeps two servers that start together from upgrading the same store at once, and everybody from upgrading what is not ours; each provider has its own way.</summary>
public interface IUpgradeLock
{
    /// <summary>Refuses what is there and not this program's; what is not there is made. Changes nothing.</summary>
    /// <param name="db">The store.</param>
    /// <param name="known">The migrations of this program.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">It is somebody else's, empty or damaged, with what to do.</exception>
    Task InspectAsync(DbContext db, IReadOnlyCollection<string> known, CancellationToken cancellation);

    /// <summary>Waits until this process alone may upgrade; disposing gives the lock back.</summary>
    Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation);

    /// <summary>Removes what a killed upgrade may have left behind, and notes that tables are being made. Called while the lock is held.</summary>
    Task BeginAsync(DbContext db, CancellationToken cancellation);

    /// <summary>Notes that all tables are made. Called while the lock is held.</summary>
    void End();

    /// <summary>Sees to what the store needs beyond its schema. Called at every start.</summary>
    Task SettleAsync(DbContext db, CancellationToken cancellation);
}

/// <summary>Brings the store's schema up to this program's.</summary>
public sealed class StoreUpgrade(ServiceTrackerDb db, IUpgradeLock upgradeLock, ILogger<StoreUpgrade> log)
{
    /// <summary>Applies pending migrations, if there are any, under a lock.</summary>
    /// <exception cref="InvalidOperationException">The store was made by a newer program, or is not this program's at all.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await InspectAsync(cancellation);
        if (!await IsCurrentAsync(cancellation)) await UpgradeAsync(cancellation);
        await upgradeLock.SettleAsync(db, cancellation);
    }

    /// <summary>Refuses a store that is not this program's.</summary>
    /// <exception cref="InvalidOperationException">It is not, with what to do.</exception>
    public Task InspectAsync(CancellationToken cancellation) => upgradeLock.InspectAsync(db, [.. db.Database.GetMigrations()], cancellation);

    private async Task UpgradeAsync(CancellationToken cancellation)
    {
        await using var held = await upgradeLock.TakeAsync(cancellation);
        if (await IsCurrentAsync(cancellation)) return;

        await upgradeLock.BeginAsync(db, cancellation);
        foreach (var migration in await db.Database.GetPendingMigrationsAsync(cancellation)) log.LogInformation("Applying migration {Migration}", migration);
        // A new index of a large table takes its time.
        db.Database.SetCommandTimeout(TimeSpan.FromHours(6));
        await db.Database.MigrateAsync(cancellation);
        upgradeLock.End();
    }

    private async Task<bool> IsCurrentAsync(CancellationToken cancellation)
    {
        if (!await db.Database.CanConnectAsync(cancellation)) return false;
        var known = db.Database.GetMigrations().ToHashSet();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellation)).ToHashSet();
        if (applied.Except(known).FirstOrDefault() is { } newer)
        {
            throw new InvalidOperationException(
                $"This database was upgraded by a newer ServiceTracker (it knows {newer}, this program does not). Start the newer program, or restore the backup made before the upgrade.");
        }

        return known.SetEquals(applied);
    }
}
