using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Reports;

/// <summary>Weeks that the program seals by the clock, whatever happens to it.</summary>
public sealed class SealScheduleTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Weeks_are_sealed_on_Wednesday_at_six_and_what_changed_since_on_the_next_morning(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(app);
        await organisation.SiteAsync("bar", "America/New_York", "04:00");
        await organisation.LogAsync(Entry("2026-11-20T10:00:00Z"));
        await organisation.LogAsync(Entry("2026-11-20T10:00:00Z", "bar"));
        await MoveAsync(app, "2026-11-25T05:59:59Z");
        Assert.Equal([], await RunAsync(app));
        await MoveAsync(app, "2026-11-25T06:00:00Z");
        Assert.Equal(["harbour 2026-11-16 1 punctual"], await RunAsync(app));
        Assert.Equal(["harbour 2026-11-16 1 punctual"], await RunAsync(app));
        await MoveAsync(app, "2026-11-25T11:00:00Z");
        Assert.Equal(["bar 2026-11-16 1 punctual", "harbour 2026-11-16 1 punctual"], await RunAsync(app));

        // A late entry, and years that were brought in afterwards: one revision each, the next morning and not at once.
        await organisation.LogAsync(Entry("2026-11-19T10:00:00Z"));
        await organisation.LogAsync(Entry("2026-11-18T10:00:00Z"));
        await organisation.LogAsync(Entry("2026-10-01T10:00:00Z"));
        await organisation.LogAsync(Entry("2026-09-22T10:00:00Z"));
        Assert.Equal(2, (await RunAsync(app)).Count);
        await MoveAsync(app, "2026-11-26T06:30:00Z");
        Assert.Equal(
            ["bar 2026-11-16 1 punctual", "harbour 2026-09-21 1 late", "harbour 2026-09-28 1 late", "harbour 2026-11-16 1 punctual",
                "harbour 2026-11-16 2 punctual"],
            await RunAsync(app));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_server_that_was_off_seals_late_and_says_so_and_a_clock_that_was_wrong_keeps_no_week_from_it(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry("2026-11-20T10:00:00Z"));
        Assert.Equal([], await RunAsync(app));
        await MoveAsync(app, "2026-11-26T09:00:00Z");
        Assert.Equal(["harbour 2026-11-16 1 late"], await RunAsync(app));
        Assert.True((bool)(await organisation.Admin.GetAsync("reports/weekly/2026-W47"))["revisions"]!["items"]![0]!["late"]!);

        // Told by a clock that was a year ahead: sealed as soon as it is right again.
        await organisation.LogAsync(Entry("2026-11-19T10:00:00Z"));
        await app.WatchAsync();
        await app.QueryAsync(db => db.SiteWeeks.ExecuteUpdateAsync(w => w.SetProperty(x => x.ChangedAt, x => x.ChangedAt.AddYears(1))));
        Assert.Equal(["harbour 2026-11-16 1 late", "harbour 2026-11-16 2 punctual"], await RunAsync(app));
        Assert.False(await app.QueryAsync(db => db.SiteWeeks.AnyAsync(w => w.Changes != w.SealedChanges)));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Wherever_the_program_is_killed_there_is_one_whole_revision_or_none(Store store)
    {
        var death = new Death();
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob").Replacing(death.PutInto);
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry("2026-11-11T10:00:00Z"));
        await app.WatchAsync();
        await MoveAsync(app, "2026-11-26T09:00:00Z");
        var killed = 0;
        for (var statement = 1; ; statement++)
        {
            if (await IsKilledAsync(app, death, statement)) killed++;
            if (await app.QueryAsync(db => db.WeekSeals.AnyAsync())) break;
            // Neither a file nor a word of it.
            Assert.Equal(0, await app.QueryAsync(async db => await db.SealedFiles.CountAsync() + await db.SealedPieces.CountAsync()));
            Assert.False(await app.QueryAsync(db => db.AuditEntries.AnyAsync(a => a.Action == "week.sealed")));
        }

        Assert.InRange(killed, 20, 1000);
        Assert.Equal(["harbour 2026-11-09 1 late"], await RunAsync(app));
        Assert.Empty((await app.InScopeAsync(s => s.GetRequiredService<SealCheck>().RunAsync(null, default))).Faults);
        Assert.Equal(1, await app.QueryAsync(db => db.AuditEntries.CountAsync(a => a.Action == "week.sealed")));
    }

    [Fact]
    public async Task Two_servers_that_seal_at_once_make_one_revision_and_one_chain()
    {
        await using var one = (await TestApp.NewAsync(Store.Postgres, postgres)).WithoutWatchJob().Without("SealJob");
        await using var other = (await TestApp.NewAsync(
                Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", one.ConnectionString)))
            .WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(one);
        string[] days = ["2026-11-11", "2026-11-04", "2026-10-28", "2026-10-21"];
        foreach (var day in days) await organisation.LogAsync(Entry($"{day}T10:00:00Z"));
        await one.WatchAsync();
        await Task.WhenAll(new[] { one, other }.SelectMany(app => days.Select(day => Task.Run(() => app.InScopeAsync(async s =>
        {
            var site = (await s.GetRequiredService<MasterDataReader>().GetAsync(default)).Sites.Find("harbour")!;
            await s.GetRequiredService<SealWeek>().RunAsync(Actor.Schedule, site, IsoWeek.Of(DateOnly.Parse(day)), default);
        })))));
        Assert.Equal(
            ["2026-10-19 1", "2026-10-26 1", "2026-11-02 1", "2026-11-09 1"],
            (await one.QueryAsync(db => db.WeekSeals.OrderBy(s => s.WeekStart).ToListAsync()))
                .Select(s => $"{s.WeekStart:yyyy-MM-dd} {s.Revision}"));
        var (revisions, faults) = await one.InScopeAsync(s => s.GetRequiredService<SealCheck>().RunAsync(null, default));
        Assert.Equal((4, 0), (revisions, faults.Count));
    }

    private static async Task<bool> IsKilledAsync(TestApp app, Death death, int statement)
    {
        try
        {
            await app.InScopeAsync(async s =>
            {
                death.After(statement);
                await s.GetRequiredService<SealDueWeeks>().RunAsync(default);
            });
            return false;
        }
        catch (Exception e) when (Death.IsIt(e))
        {
            return true;
        }
    }

    private static async Task<List<string>> RunAsync(TestApp app)
    {
        await app.WatchAsync();
        while (await app.InScopeAsync(s => s.GetRequiredService<SealDueWeeks>().RunAsync(default)))
        {
        }

        var codes = await app.QueryAsync(db => db.Sites.ToDictionaryAsync(s => s.Id, s => s.Code));
        var seals = await app.QueryAsync(db => db.WeekSeals.ToListAsync());
        return [.. seals.Select(s =>
            $"{codes[s.SiteId]} {s.WeekStart:yyyy-MM-dd} {s.Revision} {(s.IsLate ? "late" : "punctual")}").Order(StringComparer.Ordinal)];
    }

    private static Task MoveAsync(TestApp app, string to)
    {
        app.Clock.SetUtcNow(DateTimeOffset.Parse(to));
        return Task.CompletedTask;
    }
}
