using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Consistency;

/// <summary>
/// Takes the queue into the rollups every one and a half seconds: the longer it waits, the more of a line it adds at a time. Figures read what
/// still waits as well, so they never lag behind.
/// </summary>
internal sealed class RollupService(IServiceScopeFactory scopes, IRollupStore store, ILogger<RollupService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5), LongPause = TimeSpan.FromSeconds(10);

    // Entries taken after which their room is worth freeing.
    private const int WorthFreeing = 5_000;

    private int takenSinceFreed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                // A portion as good as full means that more is waiting; to the brim it is only by chance, as entries are taken whole.
                while (await DrainAsync(stoppingToken) >= RollupUpdate.MostAtOnce * 9 / 10)
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Nothing is lost: the queue keeps what could not be taken in.
                log.LogWarning(e, "The rollups could not be brought up to date; the next attempt is in {Seconds} s", LongPause.TotalSeconds);
                pause = LongPause;
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> DrainAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (entries, deltas) = await scope.ServiceProvider.GetRequiredService<RollupUpdate>().DrainAsync(cancellation);
        if ((takenSinceFreed += entries) >= WorthFreeing)
        {
            takenSinceFreed = 0;
            await store.FreeRoomAsync(scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>(), cancellation);
        }

        return deltas;
    }
}
