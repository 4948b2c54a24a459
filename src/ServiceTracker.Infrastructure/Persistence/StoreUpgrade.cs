using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Brings the store's schema up to this program's.</summary>
public sealed class StoreUpgrade(ServiceTrackerDb db, IUpgradeLock upgradeLock, StoreState state, ILogger<StoreUpgrade> log)
{
    /// <summary>Applies pending migrations, if there are any, under a lock. A store that may only be read is opened for reading
    /// alone.</summary>
    /// <exception cref="InvalidOperationException">The store was made by a newer program, or is not this program's at all, or needs
    /// migrations and may only be read.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await InspectAsync(cancellation);
        if (await upgradeLock.IsReadOnlyAsync(db, cancellation))
        {
            state.OpenedReadOnly();
            if (!await IsCurrentAsync(cancellation))
                throw new InvalidOperationException(
                    "This database has to be upgraded before this program can read it, and it may not be written. " +
                    "Give this program the right to write it, and start again.");
            log.LogWarning(
                "{Trouble} This program starts for reading alone, and looks every few seconds whether it may write by now",
                StoreTrouble.ReadOnly.Sentence());
            return;
        }

        if (!await IsCurrentAsync(cancellation)) await UpgradeAsync(cancellation);
        await upgradeLock.SettleAsync(db, cancellation);
    }

    /// <summary>Refuses a store that is not this program's.</summary>
    /// <exception cref="InvalidOperationException">It is not, with what to do.</exception>
    public Task InspectAsync(CancellationToken cancellation) =>
        upgradeLock.InspectAsync(db, [.. db.Database.GetMigrations()], cancellation);

    private async Task UpgradeAsync(CancellationToken cancellation)
    {
        await using var held = await upgradeLock.TakeAsync(cancellation);
        if (await IsCurrentAsync(cancellation)) return;

        await upgradeLock.BeginAsync(db, cancellation);
        foreach (var migration in await db.Database.GetPendingMigrationsAsync(cancellation))
            log.LogInformation("Applying migration {Migration}", migration);
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
                $"This database was upgraded by a newer ServiceTracker (it knows {newer}, this program does not). " +
                "Start the newer program, or restore the backup made before the upgrade.");
        }

        return known.SetEquals(applied);
    }
}
