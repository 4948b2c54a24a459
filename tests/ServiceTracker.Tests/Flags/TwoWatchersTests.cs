using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>Two programs that watch over one database.</summary>
public sealed class TwoWatchersTests(PostgresCluster postgres)
{
    private const int Before = 28, Weeks = 30;

    [Fact]
    public async Task Two_programs_in_turns_and_at_the_same_time_make_every_flag_once()
    {
        var rows = ShopHistory.Rows(Weeks, (Before - 1)..Weeks);
        await using var one = await ShopHistory.NewAsync(Store.Postgres, postgres);
        await using var other = await ShopHistory.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", one.ConnectionString));
        using var api = await ShopHistory.SetUpAsync(one);
        // So far apart that each takes the other's lease for one of a wrong clock, or for one that has ended.
        other.Clock.Advance(20 * WatchLease.Length);
        await ShopHistory.ImportAsync(api, rows.Where(r => r.Date < ShopHistory.Monday.AddDays(7 * Before)));
        await TakeInAsync(one);
        await AtOnceAsync(one, other);
        var pieces = rows.Where(r => r.Date >= ShopHistory.Monday.AddDays(7 * Before)).Chunk(40).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            await ShopHistory.ImportAsync(api, pieces[i]);
            await TakeInAsync(i % 2 == 0 ? one : other);
            if (i % 3 == 0) await AtOnceAsync(one, other);
            else await (i % 3 == 1 ? one : other).WatchAsync();
        }

        var told = await ShopHistory.FlagsAsync(one);
        Assert.Contains(told, f => f.Contains(" ann ", StringComparison.Ordinal));
        Assert.Equal(told, await ShopHistory.FlagsAsync(other));
        await using var alone = await ShopHistory.NewAsync(Store.Postgres, postgres);
        using var admin = await ShopHistory.SetUpAsync(alone);
        await ShopHistory.ImportAsync(admin, rows);
        await alone.WatchAsync();
        Assert.Equal(await ShopHistory.FlagsAsync(alone), told);
    }

    [Fact]
    public async Task While_one_holds_the_lease_the_other_does_nothing_and_takes_over_when_it_is_silent()
    {
        await using var one = await ShopHistory.NewAsync(Store.Postgres, postgres);
        await using var other = await ShopHistory.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", one.ConnectionString));
        using var api = await ShopHistory.SetUpAsync(one);
        await RunAsync(one);
        await ShopHistory.ImportAsync(api, ShopHistory.Rows(1, ..0));
        await TakeInAsync(one);
        await RunAsync(other);
        Assert.True(await one.QueryAsync(db => db.DetectionQueue.AnyAsync()));
        other.Clock.Advance(WatchLease.Length + TimeSpan.FromSeconds(1));
        await RunAsync(other);
        Assert.False(await one.QueryAsync(db => db.DetectionQueue.AnyAsync()));

        // What one remembers is forgotten where the other watched meanwhile, and kept where nobody did, however long nothing happened.
        other.Clock.Advance(10 * WatchLease.Length);
        Assert.Equal((true, false), await HoldAsync(other));
        one.Clock.Advance(20 * WatchLease.Length);
        Assert.Equal((true, true), await HoldAsync(one));
        Assert.Equal((true, false), await HoldAsync(one));

        static Task<(bool Holds, bool WasElsewhere)> HoldAsync(TestApp app) => app.InScopeAsync(async services =>
        {
            var lease = services.GetRequiredService<WatchLease>();
            return (await lease.TryHoldAsync(services.GetRequiredService<IServiceTrackerDb>(), default), lease.WasElsewhere);
        });
    }

    private static async Task TakeInAsync(TestApp app)
    {
        while ((await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(default))).Entries > 0)
        {
        }
    }

    private static Task RunAsync(TestApp app) =>
        app.InScopeAsync(async s => { await s.GetRequiredService<WatchUpdate>().RunAsync(default); });

    // The one that was later is told so, and finds nothing left to do the next time.
    private static async Task AtOnceAsync(params TestApp[] apps)
    {
        await Task.WhenAll(apps.Select(app => Task.Run(async () =>
        {
            try
            {
                await RunAsync(app);
            }
            catch (DbUpdateException)
            {
            }
        })));
        Assert.False(await apps[0].QueryAsync(db => db.DetectionQueue.AnyAsync()));
    }
}
