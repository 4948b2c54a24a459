using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>What became of an attempt to store interactions none of which was expected to be there.</summary>
public enum StoreAttempt
{
    /// <summary>All are stored, durably.</summary>
    Stored,

    /// <summary>Nothing is stored: an id or external id is taken.</summary>
    KeyTaken,

    /// <summary>Nothing is stored: master data changed since the interactions were scored.</summary>
    MasterDataChanged,
}

/// <summary>Puts rows into the store in bulk; each provider has its own fast way.</summary>
public interface IInteractionStore
{
    /// <summary>
    /// Stores all rows of new interactions, on a connection and in a transaction of its own with as few round trips as the provider allows.
    /// </summary>
    /// <param name="rows">Those of at least one.</param>
    /// <param name="revision">The revision of master data by which they were scored.</param>
    Task<StoreAttempt> TryStoreAsync(InteractionRows rows, long revision, CancellationToken cancellation);

    /// <summary>
    /// Keeps the baselines and the interactions scored by them together, until the open transaction ends: nobody publishes while somebody
    /// stores, on any server. <see cref="TryStoreAsync"/> sees to it by itself.
    /// </summary>
    /// <param name="db">A context with an open transaction.</param>
    /// <param name="toPublish">For the one who publishes, who waits for all that are storing; else for one of those who store.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task LockBaselinesAsync(IServiceTrackerDb db, bool toPublish, CancellationToken cancellation);

    /// <summary>Inserts interactions inside the open transaction; rows whose id or external id is taken are passed over.</summary>
    /// <returns>Site and id of the rows that were inserted.</returns>
    Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(IServiceTrackerDb db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation);

    /// <summary>Inserts what stands beside interactions that were inserted, inside the same transaction; neither them nor their deltas.</summary>
    Task InsertBesideAsync(IServiceTrackerDb db, InteractionRows rows, CancellationToken cancellation);

    /// <summary>Queues changes for the rollups inside the open transaction.</summary>
    Task QueueAsync(IServiceTrackerDb db, IReadOnlyList<RollupQueueEntry> entries, CancellationToken cancellation);

    /// <summary>Writes something that changes nothing, the way interactions are written: throws where they could not be.</summary>
    Task TryWritingAsync(CancellationToken cancellation);

    /// <summary>What a failure says about the store.</summary>
    StoreTrouble TroubleOf(Exception exception);
}
