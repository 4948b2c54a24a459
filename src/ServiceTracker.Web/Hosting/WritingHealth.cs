using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Web.Hosting;

/// <summary>What was written last was kept. After a failure it is tried anew, at most once in two seconds, so that it is known when it is
/// over.</summary>
public sealed class WritingHealth(StoreState state, WritingTrial trial, IInteractionStore store, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);

    private long lastAttempt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (state.Present is null) return HealthCheckResult.Healthy();
        if (!state.IsDamaged && IsDue()) await TryAsync(cancellationToken);
        return state.Present is { } failure ? HealthAnswer.Failing(failure.Trouble, failure.Since) : HealthCheckResult.Healthy();
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        await HealthAnswer.InTimeAsync(
            async ended =>
            {
                await trial.RunAsync(ended);
                return HealthCheckResult.Healthy();
            },
            store.TroubleOf, cancellation);
    }

    private bool IsDue()
    {
        var last = Interlocked.Read(ref lastAttempt);
        if (last != 0 && clock.GetElapsedTime(last) < BetweenAttempts) return false;
        return Interlocked.CompareExchange(ref lastAttempt, clock.GetTimestamp(), last) == last;
    }
}
