using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Reads the whole file once damage was met: where it proves sound, writing goes on.</summary>
internal sealed class DamageJob(StoreState state, ILogger<DamageJob> log) : IJob
{
    public async Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (!state.IsDamaged) return false;
        try
        {
            await services.GetRequiredService<StoreDiagnosis>().PagesAsync(cancellation);
            state.Checked();
            log.LogWarning("The file was checked and is sound: writing goes on");
        }
        catch (InvalidOperationException e)
        {
            log.LogError("Nothing is written: {Fault}", e.Message);
        }

        return false;
    }
}
