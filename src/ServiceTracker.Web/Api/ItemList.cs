using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Web.Api;

/// <summary>A list, or one page of it.</summary>
/// <param name="Items">What there is.</param>
/// <param name="Next">Path of the next page under the same host, or null.</param>
public sealed record ItemList<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Master data for the present request.</summary>
public sealed class Master(IServiceTrackerDb db, MasterDataCache cache)
{
    public Task<MasterData> GetAsync(HttpContext context) => cache.GetAsync(db, context.RequestAborted);
}
