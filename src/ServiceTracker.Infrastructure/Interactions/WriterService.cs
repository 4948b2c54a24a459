using Microsoft.Extensions.Hosting;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Infrastructure.Interactions;

/// <summary>
/// Keeps the writers of interactions at work. The web server, which is the last of the services to start, is the first to stop and waits for
/// its requests; what they still handed in is stored before the program ends.
/// </summary>
internal sealed class WriterService(WriteBatcher batcher) : IHostedService
{
    private Task work = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        work = batcher.RunAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        batcher.Complete();
        return work.WaitAsync(cancellationToken);
    }
}
