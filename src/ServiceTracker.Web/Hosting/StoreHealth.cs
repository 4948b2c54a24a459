using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Web.Hosting;

/// <summary>The store answers a question about data, so it is there and upgraded.</summary>
public sealed class StoreHealth(IServiceScopeFactory scopes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthAnswer.InTimeAsync(
            async ended =>
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>().MasterDataStamps.AsNoTracking().SingleAsync(ended);
                return HealthCheckResult.Healthy();
            },
            StoreFailure.Of, cancellationToken);
}
