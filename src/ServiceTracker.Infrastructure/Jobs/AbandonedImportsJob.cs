using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Ends imports whose program is gone.</summary>
internal sealed class AbandonedImportsJob(ILogger<AbandonedImportsJob> log) : IJob
{
    public async Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (await services.GetRequiredService<AbandonedImports>().EndAsync(cancellation) is var ended and > 0)
            log.LogWarning("{Imports} imports were broken off by the end of their program; nothing of them is stored", ended);
        return false;
    }
}
