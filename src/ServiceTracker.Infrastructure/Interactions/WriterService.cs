using Microsoft.Extensions.Hosting;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Infrastructure.Interactions;

/// <summary>
/// Lets the writers of interactions finish. The web server, which is the last of the services to start, is the first to stop and waits for
/// its requests; what they still handed in is stored before the program ends.
/// </summary>
internal sealed class WriterService(WriteBatcher batcher) : IHostedService
{
    private Task? completed;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => (completed ??= batcher.CompleteAsync()).WaitAsync(cancellationToken);
}
