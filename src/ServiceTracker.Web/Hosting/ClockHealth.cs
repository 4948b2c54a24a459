using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Hosting;

/// <summary>The clock is one that the store can be believed with; see the log for what is wrong.</summary>
public sealed class ClockHealth(StoreState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.ClockIsOff ? HealthAnswer.Degraded("clock") : HealthCheckResult.Healthy());
}
