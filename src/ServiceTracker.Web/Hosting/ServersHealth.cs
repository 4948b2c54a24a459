using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Web.Hosting;

/// <summary>All servers of a spread store answer; else the share of the sites that is away with those that do not, 0 to 1.</summary>
public sealed class ServersHealth(StoreState state, MasterDataCache cache) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (state.Away.Count == 0) return Task.FromResult(HealthCheckResult.Healthy());
        var sites = cache.Latest?.Sites.All ?? [];
        return Task.FromResult(
            HealthAnswer.PartAway(sites.Count == 0 ? null : sites.Count(s => state.IsAway(s.Id)) / (double)sites.Count));
    }
}
