using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Web.Hosting;

/// <summary>There is room left on the disk that this program writes to.</summary>
public sealed class RoomHealth(DiskRoom room) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(room.Fault() is null ? HealthCheckResult.Healthy() : HealthAnswer.Degraded("disk_low"));
}
