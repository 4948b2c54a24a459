using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>A turn of the watch whose program is killed between any two statements.</summary>
public sealed class WatchKilledTests(PostgresCluster postgres)
{
    private const int Before = 28, Weeks = 30;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_turn_is_stored_as_a_whole_or_not_at_all_wherever_it_is_killed(Store store)
    {
        var rows = ShopHistory.Rows(Weeks, (Before - 1)..Weeks);
        var death = new Death();
        await using var app = (await ShopHistory.NewAsync(store, postgres)).Replacing(death.PutInto);
        using var api = await ShopHistory.SetUpAsync(app);
        await ShopHistory.ImportAsync(api, rows.Where(r => r.Date < ShopHistory.Monday.AddDays(7 * Before)));
        await app.WatchAsync();
        await ShopHistory.ImportAsync(api, rows.Where(r => r.Date >= ShopHistory.Monday.AddDays(7 * Before)));
        while ((await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(default))).Entries > 0)
        {
        }

        var (before, killed) = (await StandAsync(app), 0);
        while (await IsKilledAsync(app, death, killed + 1))
        {
            // After its turn rounds of whole weeks are held, in a transaction of their own.
            if (await app.QueryAsync(db => db.DetectionQueue.AnyAsync())) Assert.Equal(before, await StandAsync(app));
            killed++;
        }

        Assert.InRange(killed, 10, 1000);
        var told = await ShopHistory.FlagsAsync(app);
        Assert.NotEqual(before, await StandAsync(app));
        await using var other = await ShopHistory.NewAsync(store, postgres);
        using var admin = await ShopHistory.SetUpAsync(other);
        await ShopHistory.ImportAsync(admin, rows);
        await other.WatchAsync();
        Assert.Equal(await ShopHistory.FlagsAsync(other), told);
    }

    // A new program remembers nothing of the one that was killed.
    private static async Task<bool> IsKilledAsync(TestApp app, Death death, int statement)
    {
        app.Services.GetRequiredService<WatchMemory>().Forget();
        try
        {
            await app.InScopeAsync(async s =>
            {
                death.After(statement);
                await s.GetRequiredService<WatchUpdate>().RunAsync(default);
            });
            return false;
        }
        catch (Exception e) when (Death.IsIt(e))
        {
            return true;
        }
    }

    private static async Task<string> StandAsync(TestApp app) => await app.QueryAsync(async db => string.Join(
        ' ', await db.WatchedSites.Select(s => $"{s.SiteId} {s.Version} {s.Through}").SingleAsync(), await db.DetectionQueue.CountAsync(),
        await db.WatchSignals.CountAsync(), await db.WatchSnapshots.CountAsync(), await db.UnitWeeks.CountAsync(),
        string.Join(' ', (await db.Flags.Select(f => $"{f.Id} {f.Version}").ToListAsync()).Order(StringComparer.Ordinal))));
}
