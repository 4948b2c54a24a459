using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Application;

/// <summary>What each provider does in its own way for whoever changes what is stored.</summary>
public interface IStore
{
    /// <summary>
    /// Keeps the baselines and the interactions scored by them together, until the open transaction ends: nobody publishes while somebody
    /// stores, on any server. <see cref="Interactions.Writing.IInteractionStore.TryStoreAsync"/> sees to it by itself.
    /// </summary>
    /// <param name="db">A context with an open transaction.</param>
    /// <param name="toPublish">For the one who publishes, who waits for all that are storing; else for one of those who store.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task LockBaselinesAsync(IServiceTrackerDb db, bool toPublish, CancellationToken cancellation);

    /// <summary>
    /// Lets whatever is asked through a context from now on take minutes, where a request's questions have seconds: for work that runs long
    /// and waits for others who do, such as an import.
    /// </summary>
    void AllowMinutes(IServiceTrackerDb db);

    /// <summary>Makes the open transaction the only one that changes rollups, unless that takes too long.</summary>
    /// <param name="db">A context with an open transaction.</param>
    /// <param name="patience">How long to wait for another one to end, about.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>False when another one had the place all the time: then the transaction can only be undone.</returns>
    Task<bool> TryLockRollupsAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation);

    /// <summary>Queues changes for the rollups inside the open transaction.</summary>
    Task QueueAsync(IServiceTrackerDb db, IReadOnlyList<RollupQueueEntry> entries, CancellationToken cancellation);

    /// <summary>
    /// Writes something that changes nothing, the way interactions are written, and takes back something larger than any of them: throws
    /// where they could not be stored, for want of room too.
    /// </summary>
    Task TryWritingAsync(CancellationToken cancellation);

    /// <summary>Asks which servers of a spread store do not answer; a store on one server has none.</summary>
    /// <param name="siteIds">Numbers of all sites.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task<IReadOnlyList<AwayServer>> FindAwayAsync(IReadOnlyList<int> siteIds, CancellationToken cancellation);

    /// <summary>What a failure says about the store.</summary>
    StoreTrouble TroubleOf(Exception exception);
}
