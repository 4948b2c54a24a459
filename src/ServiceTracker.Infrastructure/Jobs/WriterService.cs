using Microsoft.Extensions.Hosting;
using ServiceTracker.Application.Interactions.Writing;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>
/// Lets the writers of interactions finish. The web server, which is the last of the services to start, is the first to stop and waits for
/// its requests; what they still handed in is stored before the program ends.
/// </summary>
internal sealed class WriterService(WriteBatcher batcher) : IHostedService
{
    // A host may be stopped from two sides at once: by whoever runs it and by whoever waits for its end.
    private readonly Lazy<Task> completed = new(batcher.CompleteAsync);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => completed.Value.WaitAsync(cancellationToken);
}
