using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Takes a portion of the queue into the rollups. A failure loses nothing: the queue keeps what could not be taken in.</summary>
internal sealed class RollupJob(IRollupStore store) : IJob
{
    // Entries taken after which their room is worth freeing.
    private const int WorthFreeing = 5_000;

    private int takenSinceFreed;

    public async Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (entries, deltas) = await services.GetRequiredService<RollupUpdate>().DrainAsync(cancellation);
        if ((takenSinceFreed += entries) >= WorthFreeing)
        {
            takenSinceFreed = 0;
            await store.FreeRoomAsync(services.GetRequiredService<ServiceTrackerDb>(), cancellation);
        }

        // A portion as good as full means that more is waiting; to the brim it is only by chance, as entries are taken whole.
        return deltas >= RollupUpdate.MostAtOnce * 9 / 10;
    }
}
