using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Infrastructure.Imports;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Takes in files that were uploaded on the page, one after another, while the page shows their progress.</summary>
public sealed class BackgroundImports(IServiceScopeFactory scopes, ILogger<BackgroundImports> log) : BackgroundService
{
    private readonly Channel<Job> jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Queues an import that has begun; the file is deleted when it is done.</summary>
    public void Add(Actor actor, ImportRun run, SpooledFile file, ImportOptions options) =>
        jobs.Writer.TryWrite(new Job(actor, run, file, options));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await TakeInAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends, which is no failure for its log.
        }
    }

    private async Task TakeInAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in jobs.Reader.ReadAllAsync(stoppingToken))
        {
            using var file = job.File;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var import = scope.ServiceProvider.GetRequiredService<ImportInteractions>();
                await import.RunAsync(job.Actor, job.Run, file.Path, job.Options, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The import is recorded as failed and shown so; the next one goes on.
                log.LogError(e, "Import {Import} failed", job.Run.Id);
            }
        }
    }

    private sealed record Job(Actor Actor, ImportRun Run, SpooledFile File, ImportOptions Options);
}
