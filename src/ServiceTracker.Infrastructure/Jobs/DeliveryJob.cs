using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Deliveries;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Sends what waits to be delivered. A failure loses nothing: what is not sent stays due.</summary>
internal sealed class DeliveryJob(StoreState state) : IJob
{
    // Without the note that it was sent, it would be sent again and again.
    public Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation) => state.Closed is not null
        ? Task.FromResult(false)
        : services.GetRequiredService<SendDeliveries>().RunAsync(cancellation);
}
