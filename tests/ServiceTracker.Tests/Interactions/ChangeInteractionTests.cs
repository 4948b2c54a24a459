using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Interactions;

public sealed class ChangeInteractionTests(PostgresCluster postgres)
{
    // What an entry may take, and a busy machine on top.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(7.5);

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_change_waits_no_longer_than_an_entry_for_whoever_publishes(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        var id = Guid.Parse((string)(await organisation.LogAsync(Entry()))["id"]!);

        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<ServiceTrackerDb>();
            await using var publishing = await db.Database.BeginTransactionAsync();
            await services.GetRequiredService<IStore>().LockBaselinesAsync(db, toPublish: true, CancellationToken.None);
            var clock = Stopwatch.StartNew();
            Assert.IsType<Result<Guid>.Unavailable>(await ChangeAsync().WaitAsync(Eventually.Deadline));
            Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2), Most);
        });

        Assert.IsType<Result<Guid>.Ok>(await ChangeAsync());

        Task<Result<Guid>> ChangeAsync() => app.InScopeAsync(services => services.GetRequiredService<ChangeInteraction>().RunAsync(
            Actor.CommandLine, services.GetRequiredService<ServiceTrackerDb>().Interactions.Where(i => i.Id == id),
            (before, _) => new IntendedChange("interaction.corrected", null) { After = before }, CancellationToken.None));
    }
}
