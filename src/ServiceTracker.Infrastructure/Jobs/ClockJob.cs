using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Looks whether the clock can be believed with what is stored, and tells health.</summary>
internal sealed class ClockJob(StoreState state, ILogger<ClockJob> log) : IJob
{
    public async Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var fault = await services.GetRequiredService<StoreDiagnosis>().ClockFaultAsync(cancellation);
        state.ClockIsOff = fault is not null;
        if (fault is not null) log.LogWarning("Look at the clock: {Fault}", fault);
        return false;
    }
}
