using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Organisation;

/// <summary>People who are changed by two at once. On PostgreSQL, since SQLite lets one write after another.</summary>
public sealed class AtOnceTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Two_people_are_not_joined_while_somebody_else_changes_rollups()
    {
        await using var app = (await TestApp.NewAsync(Store.Postgres, postgres)).WithoutRollupJob();
        var organisation = await SetUpAsync(app);
        var stays = await organisation.StaffAsync(null, Site);
        await organisation.LogAsync(Entry().With("staff", "dvolkov"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<ServiceTrackerDb>();
            // As whoever brings evidence together.
            await using var alone = await s.GetRequiredService<IRollupStore>().BeginAloneAsync(db, CancellationToken.None);
            (await organisation.Admin.PostAsync("staff/dvolkov/merge", new { into = stays })).IsUnavailable();
        });
        Assert.Equal("dvolkov", (string?)(await organisation.Admin.GetAsync("staff/dvolkov")).Is(200)["code"]);
        (await organisation.Admin.PostAsync("staff/dvolkov/merge", new { into = stays })).Is(200);
        Assert.Equal(stays, (string?)(await organisation.Admin.GetAsync("staff/dvolkov")).Is(200)["code"]);
    }
}
