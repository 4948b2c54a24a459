using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Reports.Sealing;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Seals the weeks that are due. A failure loses nothing: what is not sealed stays due.</summary>
internal sealed class SealJob(StoreState state) : IJob
{
    public Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation) => state.Closed is not null
        ? Task.FromResult(false)
        : services.GetRequiredService<SealDueWeeks>().RunAsync(cancellation);
}
