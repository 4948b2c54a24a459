using Microsoft.Extensions.Logging;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Finds out by itself when a store can be written again that could not be, whether or not anybody enters something or asks for
/// health.</summary>
internal sealed class WritingJob(StoreState state, WritingTrial trial, ILogger<WritingJob> log) : IJob
{
    public async Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (state.Present is null || state.IsDamaged) return false;
        try
        {
            await trial.RunAsync(cancellation);
            log.LogWarning("The database can be written again");
        }
        catch (Exception e) when (StoreFailure.Of(e).IsOfStore())
        {
            // As before, which the log has been told.
        }

        return false;
    }
}
