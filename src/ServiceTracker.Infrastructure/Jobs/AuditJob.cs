using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Closes past dates of the audit record. A failure loses nothing: what is not closed stays due.</summary>
internal sealed class AuditJob(StoreState state) : IJob
{
    public Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation) => state.Closed is not null
        ? Task.FromResult(false)
        : services.GetRequiredService<SealAuditDays>().RunAsync(cancellation);
}
