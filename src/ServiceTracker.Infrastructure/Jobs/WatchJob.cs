using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Flags.Watching;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Takes what changed through the detectors. A failure loses nothing: the queue keeps what could not be taken.</summary>
internal sealed class WatchJob(StoreState state) : IJob
{
    // What may not be written is not watched either: it would be looked at for nothing, again and again.
    public Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation) => state.Closed is not null
        ? Task.FromResult(false)
        : services.GetRequiredService<WatchUpdate>().RunAsync(cancellation);
}
