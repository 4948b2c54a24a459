using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>Flags on what is logged day by day, while the clock goes on.</summary>
public sealed class FlagsOfDaysTests(PostgresCluster postgres)
{
    private const int Before = 30;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Interactions_logged_one_by_one_over_weeks_give_the_flags_of_a_file_of_them(Store store)
    {
        const int Weeks = Before + 4;
        var rows = ShopHistory.Rows(Weeks, Before..Weeks);
        await using var app = await ShopHistory.NewAsync(store, postgres);
        using var api = await ShopHistory.SetUpAsync(app);
        await ShopHistory.ImportAsync(api, rows.Where(r => IsEarlier(r, Before)));
        await app.WatchAsync();
        foreach (var day in rows.Where(r => !IsEarlier(r, Before)).GroupBy(r => r.Date))
        {
            foreach (var part in day.OrderBy(r => r.Time, StringComparer.Ordinal).Chunk(25))
            {
                app.Clock.SetUtcNow(new(day.Key, TimeOnly.Parse(part[^1].Time, CultureInfo.InvariantCulture), default));
                foreach (var row in part) await ShopHistory.LogAsync(api, row);
                await app.WatchAsync();
            }
        }

        await ToAsync(app, Weeks);
        var told = await ShopHistory.FlagsAsync(app);
        Assert.Contains(told, f => f.Contains("Lower ann", StringComparison.Ordinal) && f.Contains(" True ", StringComparison.Ordinal));
        Assert.Equal(told, await AtOnceAsync(store, rows, Weeks));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_flag_is_closed_by_later_weeks_on_the_same_day_whether_they_came_week_by_week_or_all_at_once(Store store)
    {
        const int Weeks = Before + 16;
        var rows = ShopHistory.Rows(Weeks, (Before - 3)..(Before + 2));
        await using var app = await ShopHistory.NewAsync(store, postgres);
        using var api = await ShopHistory.SetUpAsync(app);
        await ShopHistory.ImportAsync(api, rows.Where(r => IsEarlier(r, Before)));
        for (var week = Before; week < Weeks; week++)
        {
            await ToAsync(app, week + 1);
            await ShopHistory.ImportAsync(api, rows.Where(r => IsEarlier(r, week + 1) && !IsEarlier(r, week)));
            await app.WatchAsync();
        }

        await ToAsync(app, Weeks);
        var told = await ShopHistory.FlagsAsync(app);
        Assert.Contains(told, f => f.Contains(" ann ", StringComparison.Ordinal) && f.Contains(" Closed ", StringComparison.Ordinal));
        Assert.Equal(told, await AtOnceAsync(store, rows, Weeks));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Of_a_history_that_is_taken_back_nothing_is_left_but_marks(Store store)
    {
        await using var app = await ShopHistory.NewAsync(store, postgres);
        using var api = await ShopHistory.SetUpAsync(app);
        await ShopHistory.ImportAsync(api, ShopHistory.Rows(Before, (Before - 4)..Before));
        await app.WatchAsync();
        Assert.True(await app.QueryAsync(db => db.Flags.AnyAsync(f => f.Supported && f.Kind == FlagKind.Lower)));
        await app.QueryAsync(async db =>
        {
            var days = await db.Interactions.Select(i => new StaffDay(i.SiteId, i.StaffId, i.ChannelId, i.BusinessDate)).Distinct()
                .ToListAsync();
            await db.Interactions.ExecuteUpdateAsync(i => i.SetProperty(x => x.State, InteractionState.Excluded));
            db.DetectionQueue.AddRange(DetectionQueueEntry.Of(days, app.Clock.GetUtcNow().UtcDateTime));
            return await db.SaveChangesAsync();
        });
        await app.WatchAsync();
        Assert.Equal("0 waiting", await ShopHistory.DifferencesAsync(app));
        Assert.False(await app.QueryAsync(db => db.Flags.AnyAsync(f => f.Supported)));
        Assert.Equal(
            (0, 0, 0),
            (await app.QueryAsync(db => db.WatchSignals.CountAsync()), await app.QueryAsync(db => db.WatchSnapshots.CountAsync()),
                await app.QueryAsync(db => db.UnitWeeks.CountAsync())));
    }

    private async Task<List<string>> AtOnceAsync(Store store, List<HistoryRow> rows, int weeks)
    {
        await using var app = await ShopHistory.NewAsync(store, postgres);
        using var api = await ShopHistory.SetUpAsync(app);
        app.Clock.SetUtcNow(EndOf(weeks));
        await ShopHistory.ImportAsync(api, rows);
        await app.WatchAsync();
        return await ShopHistory.FlagsAsync(app);
    }

    private static Task ToAsync(TestApp app, int weeks)
    {
        app.Clock.SetUtcNow(EndOf(weeks));
        return app.WatchAsync();
    }

    private static bool IsEarlier(HistoryRow row, int week) => row.Date < ShopHistory.Monday.AddDays(7 * week);

    private static DateTimeOffset EndOf(int weeks) => new(ShopHistory.Monday.AddDays(7 * weeks), new TimeOnly(6, 0), default);
}
