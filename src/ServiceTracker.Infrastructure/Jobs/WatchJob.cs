using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Flags.Watching;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Takes what changed through the detectors. A failure loses nothing: the queue keeps what could not be taken.</summary>
internal sealed class WatchJob : IJob
{
    public Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<WatchUpdate>().RunAsync(cancellation);
}
