namespace ServiceTracker.Application.Organisation;

/// <summary>Master data for the present request: what the pages, the API and most questions look codes and names up in.</summary>
public sealed class MasterDataReader(IServiceTrackerDb db, MasterDataCache cache)
{
    /// <summary>Master data at the store's present revision.</summary>
    public Task<MasterData> GetAsync(CancellationToken cancellation) => cache.GetAsync(db, cancellation);
}
