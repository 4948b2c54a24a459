using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Figures.Rollups;

/// <summary>What the rollups need of a store beyond its tables; each provider has its own way.</summary>
public interface IRollupStore
{
    /// <summary>Begins a transaction that reads one state of the store throughout and blocks nobody; disposing ends it.</summary>
    Task<IAsyncDisposable> BeginSnapshotAsync(IServiceTrackerDb db, CancellationToken cancellation);

    /// <summary>Makes this transaction the only one, on any server, that changes rollups, until it ends.</summary>
    /// <param name="db">A context with an open transaction.</param>
    /// <param name="wait">Wait for another one to end.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>False when another one holds the place and this one was not to wait.</returns>
    Task<bool> LockAsync(IServiceTrackerDb db, bool wait, CancellationToken cancellation);

    /// <summary>Begins a transaction in which this one is the only one, on any server, that changes rollups, unless that takes too
    /// long.</summary>
    /// <param name="db">A context without an open transaction.</param>
    /// <param name="patience">How long to wait for another one to end, about; what is left of it is for every other lock of the
    /// transaction, which fails as <see cref="StoreTrouble.Busy"/> when that takes longer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Null when another one had the place all the time.</returns>
    Task<IAloneTransaction?> TryBeginAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation);

    /// <summary>Removes entries from the queue, inside the open transaction, and gives them.</summary>
    /// <param name="db">A context with an open transaction.</param>
    /// <param name="siteId">Only of this site, or of all.</param>
    /// <param name="lastId">Only up to this id, included; needs a site.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task<IReadOnlyList<RollupQueueEntry>> TakeAsync(IServiceTrackerDb db, int? siteId, Guid? lastId, CancellationToken cancellation);

    /// <summary>Queues days for the detectors inside the open transaction; what the context tracks is left alone.</summary>
    Task QueueForWatchAsync(IServiceTrackerDb db, IReadOnlyList<DetectionQueueEntry> entries, CancellationToken cancellation);

    /// <summary>
    /// Gives pages of changes the next positions, inside the open transaction; what the context tracks is left alone. Who has the place
    /// gives it back after the commit, so that whoever sees a position sees all before it.
    /// </summary>
    /// <param name="db">A context with an open transaction that has the <see cref="LockAsync">place</see>.</param>
    /// <param name="pages">The pages, in their order.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task AppendAsync(IServiceTrackerDb db, IReadOnlyList<ChangePage> pages, CancellationToken cancellation);

    /// <summary>Tells inside the open transaction that what weeks of sites hold has changed; what the context tracks is left
    /// alone.</summary>
    /// <param name="db">A context with an open transaction that has the <see cref="LockAsync">place</see>.</param>
    /// <param name="weeks">Numbers of sites and Mondays, each pair once.</param>
    /// <param name="utcNow">The present instant, UTC.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task MarkWeeksAsync(
        IServiceTrackerDb db, IReadOnlyCollection<(int SiteId, DateOnly Monday)> weeks, DateTime utcNow, CancellationToken cancellation);

    /// <summary>Frees the room of entries that were taken; to be called after every few thousand of them, outside of a
    /// transaction.</summary>
    Task FreeRoomAsync(IServiceTrackerDb db, CancellationToken cancellation);

    /// <summary>
    /// Adds sums to the lines of the rollups, inside the open transaction; a line in which nothing is left is removed. One statement for
    /// many lines, which are taken in the order of their keys.
    /// </summary>
    /// <param name="db">A context with an open transaction that has the <see cref="LockAsync">place</see>.</param>
    /// <param name="sums">What to add.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task MergeAsync(IServiceTrackerDb db, RollupSums sums, CancellationToken cancellation);

    /// <summary>
    /// Begins a transaction that reads one state of the store throughout and is the only one, on any server, that may change rollups;
    /// disposing ends it, without a commit by undoing it. What is asked in it may take minutes.
    /// </summary>
    Task<IAloneTransaction> BeginAloneAsync(IServiceTrackerDb db, CancellationToken cancellation);
}

/// <summary>See <see cref="IRollupStore.BeginAloneAsync"/> and <see cref="IRollupStore.TryBeginAsync"/>.</summary>
public interface IAloneTransaction : IAsyncDisposable
{
    /// <summary>Makes its changes last.</summary>
    Task CommitAsync(CancellationToken cancellation);
}
