using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Web.Hosting;

/// <summary>The last backup that was made here is of today. Where none was ever made here, somebody else may see to it.</summary>
public sealed class BackupHealth(StoreSettings store, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var last = store.File is { } file ? BackupRecord.Of(Path.GetFullPath(file)) : null;
        return Task.FromResult(
            last is not null && clock.GetUtcNow() - last.At > BackupRecord.Old
                ? HealthAnswer.Degraded("backup", last.At) : HealthCheckResult.Healthy());
    }
}
