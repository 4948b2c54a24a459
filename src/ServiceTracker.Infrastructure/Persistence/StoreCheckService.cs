using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Ends imports whose program is gone, looks at the clock and the room on the disk at the start and every hour, and over the whole file again once damage was met: where it proves sound, writing goes on.</summary>
internal sealed class StoreCheckService(IServiceScopeFactory scopes, StoreState state, DiskRoom room, ILogger<StoreCheckService> log) : BackgroundService
{
    private const int LooksInAnHour = 60;

    // A look at every page of a large file keeps the disk busy.
    private const int LooksBetweenChecks = 10;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1) / LooksInAnHour;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        for (var look = 0; !stoppingToken.IsCancellationRequested; look++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var diagnosis = scope.ServiceProvider.GetRequiredService<StoreDiagnosis>();
                if (await scope.ServiceProvider.GetRequiredService<AbandonedImports>().EndAsync(stoppingToken) is var ended and > 0)
                    log.LogWarning("{Imports} imports were broken off by the end of their program; nothing of them is stored", ended);
                if (look % LooksInAnHour == 0)
                {
                    if (room.Fault() is { } shortage) log.LogWarning("Look at the disk: {Fault}", shortage);
                    await LookAtClockAsync(diagnosis, stoppingToken);
                }

                if (state.IsDamaged && look % LooksBetweenChecks == 0) await CheckPagesAsync(diagnosis, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("The store could not be looked at: {Reason}", e.GetBaseException().Message);
            }

            await Task.Delay(BetweenLooks, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAtClockAsync(StoreDiagnosis diagnosis, CancellationToken cancellation)
    {
        var fault = await diagnosis.ClockFaultAsync(cancellation);
        state.ClockIsOff = fault is not null;
        if (fault is not null) log.LogWarning("Look at the clock: {Fault}", fault);
    }

    private async Task CheckPagesAsync(StoreDiagnosis diagnosis, CancellationToken cancellation)
    {
        try
        {
            await diagnosis.PagesAsync(cancellation);
            state.Checked();
            log.LogWarning("The file was checked and is sound: writing goes on");
        }
        catch (InvalidOperationException e)
        {
            log.LogError("Nothing is written: {Fault}", e.Message);
        }
    }
}
