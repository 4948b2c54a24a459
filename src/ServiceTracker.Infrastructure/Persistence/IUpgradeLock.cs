using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Keeps two servers that start together from upgrading the same store at once, and everybody from upgrading what is not ours;
/// each provider has its own way.</summary>
public interface IUpgradeLock
{
    /// <summary>Refuses what is there and not this program's; what is not there is made. Changes nothing.</summary>
    /// <param name="db">The store.</param>
    /// <param name="known">The migrations of this program.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">It is somebody else's, empty or damaged, with what to do.</exception>
    Task InspectAsync(DbContext db, IReadOnlyCollection<string> known, CancellationToken cancellation);

    /// <summary>Whether the store is there and may be read and not written.</summary>
    Task<bool> IsReadOnlyAsync(DbContext db, CancellationToken cancellation);

    /// <summary>Waits until this process alone may upgrade; disposing gives the lock back.</summary>
    Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation);

    /// <summary>Removes what a killed upgrade may have left behind, and notes that tables are being made. Called while the lock is
    /// held.</summary>
    Task BeginAsync(DbContext db, CancellationToken cancellation);

    /// <summary>Notes that all tables are made. Called while the lock is held.</summary>
    void End();

    /// <summary>Sees to what the store needs beyond its schema. Called at every start.</summary>
    Task SettleAsync(DbContext db, CancellationToken cancellation);
}
