using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Application;
using ServiceTracker.Application.Deliveries;

namespace ServiceTracker.Web.Hosting;

/// <summary>What was sealed arrives: somebody sends it, and it is taken.</summary>
public sealed class DeliveryHealth(IServiceScopeFactory scopes, DeliveryPulse pulse) : IHealthCheck
{
    // Whoever asks for health is told within two seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var (any, failing) = await Task.Run(AskAsync, cancellationToken).WaitAsync(Patience, cancellationToken);
            if (any && pulse.StoppedSince is { } since) return HealthAnswer.Degraded("deliveries_stopped", since);
            return failing ? HealthAnswer.Degraded("deliveries_failing") : HealthCheckResult.Healthy();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A store that does not answer is told by its own part.
            return HealthCheckResult.Healthy();
        }

        // In a scope of its own, which nobody waits for: one of a store that hangs takes as long to end as its question.
        async Task<(bool Any, bool Failing)> AskAsync()
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<DeliveryReceiptQuery>().StandingAsync(cancellationToken);
        }
    }
}
