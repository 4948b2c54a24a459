using Microsoft.Extensions.DependencyInjection;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>
/// All that a server does of its own accord, and when. Nothing runs in the background that is not listed here, which a test holds. Several
/// servers on one store all do all of it: what two must not do at once, the store's locks keep apart.
/// </summary>
public static class Schedule
{
    /// <summary>Adds the jobs of a server. The command line has none.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        // At the end of the program: what requests handed in is stored. First, since what starts first stops last.
        .AddHostedService<WriterService>()

        // The queue into the rollups: the longer it waits, the more of a line is added at a time. Figures read what still waits as well.
        .Every<RollupJob>(TimeSpan.FromSeconds(1.5), afterFailure: TimeSpan.FromSeconds(10))

        // What was taken into the rollups through the detectors: a flag stands seconds after the interaction that completed it. The more
        // there is to look at, the more of it is looked at together, so that the processor stays with those who log; but whoever waits for
        // a flag does not wait for that after a year was imported.
        .Every<WatchJob>(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), mostOfTime: 0.25, longest: TimeSpan.FromSeconds(3))

        // Weeks whose time has come are sealed; while there is none that is one question of an index. Years of them, as after an upgrade,
        // take a while and leave the processor to those who log.
        .Every<SealJob>(TimeSpan.FromMinutes(1), afterFailure: TimeSpan.FromMinutes(5), mostOfTime: 0.25)

        // Yesterday's lines of the audit record become a link of its chain an hour after midnight UTC.
        .Every<AuditJob>(TimeSpan.FromMinutes(10))

        // What was sealed goes out; while nothing waits that is one question of an index. One that stops is noticed by health within a
        // minute.
        .Every<DeliveryJob>(TimeSpan.FromSeconds(10))

        // Imports whose program is gone are failed, so that they can be sent again.
        .Every<AbandonedImportsJob>(TimeSpan.FromMinutes(1))

        // What was refused is kept for as long as somebody mends it, and no longer: nobody answers for what it says of customers.
        .Every<RefusedRowsJob>(TimeSpan.FromHours(1))

        // Whatever kept the store from being written may be over.
        .Every<WritingJob>(TimeSpan.FromSeconds(5))

        // A server of a spread store may be away while the others answer.
        .Every<ServersJob>(TimeSpan.FromSeconds(5))

        // A file in which damage was met is read whole, which keeps the disk busy; where it is sound, writing goes on.
        .Every<DamageJob>(TimeSpan.FromMinutes(10))

        // Before the disk is full somebody should know.
        .Every<RoomJob>(TimeSpan.FromHours(1))

        // A clock that is wrong files interactions on wrong days.
        .Every<ClockJob>(TimeSpan.FromHours(1), afterFailure: TimeSpan.FromMinutes(1))

        // As files arrive on the page, one after another.
        .AddSingleton<BackgroundImports>()
        .AddHostedService(p => p.GetRequiredService<BackgroundImports>());

    private static IServiceCollection Every<TJob>(
        this IServiceCollection services, TimeSpan pause, TimeSpan? afterFailure = null, double mostOfTime = 1, TimeSpan? longest = null)
        where TJob : class, IJob => services
        .AddSingleton<TJob>()
        .AddSingleton(new Rhythm<TJob>(pause, afterFailure ?? pause, mostOfTime, longest))
        .AddHostedService<RecurringJob<TJob>>();
}
