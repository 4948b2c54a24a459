using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>Puts rows into the store in bulk; each provider has its own fast way.</summary>
public interface IInteractionStore : IStore
{
    /// <summary>
    /// Whether sites lie on several servers, as far as is known: then what is stored together is of one site, so that its transaction stays
    /// on the server of that site.
    /// </summary>
    bool IsSpread { get; }

    /// <summary>
    /// Stores all rows of new interactions, on a connection and in a transaction of its own with as few round trips as the provider allows.
    /// </summary>
    /// <param name="rows">Those of at least one.</param>
    /// <param name="revision">The revision of master data by which they were scored.</param>
    Task<StoreAttempt> TryStoreAsync(InteractionRows rows, long revision, CancellationToken cancellation);

    /// <summary>Inserts used tickets inside the open transaction; those whose number is used, or whose interaction has one, are passed
    /// over.</summary>
    /// <returns>Site and interaction of those that were inserted.</returns>
    Task<IReadOnlySet<(int SiteId, Guid InteractionId)>> UseTicketsAsync(
        IServiceTrackerDb db, IReadOnlyList<UsedTicket> tickets, CancellationToken cancellation);

    /// <summary>Inserts interactions inside the open transaction; rows whose id or external id is taken are passed over.</summary>
    /// <returns>Site and id of the rows that were inserted.</returns>
    Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation);

    /// <summary>Inserts what stands beside interactions that were inserted, inside the same transaction; neither them nor their
    /// deltas nor their tickets.</summary>
    Task InsertBesideAsync(IServiceTrackerDb db, InteractionRows rows, CancellationToken cancellation);
}
