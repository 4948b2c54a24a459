using Microsoft.EntityFrameworkCore;
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

    [Fact]
    public async Task A_code_that_somebody_gives_up_at_the_same_moment_is_nobody_elses()
    {
        var between = new Between();
        await using var app = (await TestApp.NewAsync(Store.Postgres, postgres)).Replacing(between.PutInto);
        var organisation = await SetUpAsync(app);
        var (mine, wanted) = (await organisation.StaffAsync(null, Site), await organisation.StaffAsync(null, Site));
        Task<Answer>? other = null;
        between.After(
            sql => sql.Contains("former_staff_code", StringComparison.Ordinal) && sql.Contains("LIMIT 1", StringComparison.Ordinal),
            async () =>
            {
                other = organisation.Admin.PostAsync($"staff/{wanted}/rename", new { code = "given-up" });
                await Eventually.HoldsAsync(
                    "the other one is through, or waits", async () => other.IsCompleted || await WaitingAsync(app) > 0);
            });

        var taken = await organisation.Admin.PostAsync($"staff/{mine}/rename", new { code = wanted });
        Assert.NotNull(other);
        (await other).Is(200);
        taken.IsProblem(409, "conflict");
        Assert.Equal("given-up", (string?)(await organisation.Admin.GetAsync($"staff/{wanted}")).Is(200)["code"]);
        Assert.False(await app.QueryAsync(db => db.Staff.AnyAsync(s => s.Code == wanted)));
    }

    private static Task<long> WaitingAsync(TestApp app) => app.QueryAsync(db => db.Database
        .SqlQueryRaw<long>(
            "SELECT count(*) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .SingleAsync());
}
