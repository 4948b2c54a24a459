using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Looks which servers of a spread store answer, so that those who have to do with the others are told at once and nobody else
/// waits for them.</summary>
internal sealed class ServersJob(StoreState state, IInteractionStore store, ILogger<ServersJob> log) : IJob
{
    public async Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var master = await services.GetRequiredService<MasterDataReader>().GetAsync(cancellation);
        var (before, away) = (state.Away, await store.FindAwayAsync([.. master.Sites.All.Select(s => s.Id)], cancellation));
        state.Away = away;
        foreach (var server in away.ExceptBy(before.Select(s => s.Name), s => s.Name))
            log.LogError(
                "{Server} does not answer: {Sites} of {All} sites are away", server.Name, server.SiteIds.Count, master.Sites.All.Count);
        foreach (var server in before.ExceptBy(away.Select(s => s.Name), s => s.Name))
            log.LogWarning("{Server} answers again", server.Name);
        return false;
    }
}
