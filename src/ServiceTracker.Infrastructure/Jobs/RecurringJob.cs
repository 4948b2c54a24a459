using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Lets one job come round while the program serves. A turn that fails is logged, and the next one tries again.</summary>
internal sealed class RecurringJob<TJob>(TJob job, Rhythm<TJob> rhythm, IServiceScopeFactory scopes, ILogger<TJob> log) : BackgroundService
    where TJob : IJob
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = rhythm.Every;
            try
            {
                var (more, began) = (true, 0L);
                while (more)
                {
                    began = Stopwatch.GetTimestamp();
                    more = await TurnAsync(stoppingToken);
                }

                pause = rhythm.After(Stopwatch.GetElapsedTime(began));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                pause = rhythm.AfterFailure;
                // What is the matter with the store says its own message; a stack at every turn would only fill the disk.
                log.LogWarning(
                    StoreFailure.Of(e).IsOfStore() ? null : e, "{Job} failed and is tried again in {Seconds} s: {Reason}",
                    typeof(TJob).Name, pause.TotalSeconds, e.GetBaseException().Message);
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TurnAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await job.RunAsync(scope.ServiceProvider, cancellation);
    }
}
