using Microsoft.Extensions.Logging;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Says in the log when little room is left on the disk.</summary>
internal sealed class RoomJob(DiskRoom room, ILogger<RoomJob> log) : IJob
{
    public Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (room.Fault() is { } shortage) log.LogWarning("Look at the disk: {Fault}", shortage);
        return Task.FromResult(false);
    }
}
