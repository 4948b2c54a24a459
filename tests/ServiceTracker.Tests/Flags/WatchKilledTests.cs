using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
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
        await using var app = (await ShopHistory.NewAsync(store, postgres)).Replacing(
            s => s.ConfigureDbContext<SqliteDb>(o => o.AddInterceptors(death))
                .ConfigureDbContext<PostgresDb>(o => o.AddInterceptors(death)));
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
        catch (Exception e) when (e is Died || e.InnerException is Died)
        {
            return true;
        }
    }

    private static async Task<string> StandAsync(TestApp app) => await app.QueryAsync(async db => string.Join(
        ' ', await db.WatchedSites.Select(s => $"{s.SiteId} {s.Version} {s.Through}").SingleAsync(), await db.DetectionQueue.CountAsync(),
        await db.WatchSignals.CountAsync(), await db.WatchSnapshots.CountAsync(), await db.UnitWeeks.CountAsync(),
        string.Join(' ', (await db.Flags.Select(f => $"{f.Id} {f.Version}").ToListAsync()).Order(StringComparer.Ordinal))));

    private sealed class Died : Exception;

    // Of the asking flow alone: other work of the program goes on.
    private sealed class Death : DbCommandInterceptor, IDbTransactionInterceptor
    {
        private readonly AsyncLocal<Count?> left = new();

        public void After(int statements) => left.Value = new Count { Left = statements };

        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Next(result);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default) =>
            new(Next(result));

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            new(Next(result));

        public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<object> result,
            CancellationToken cancellationToken = default) =>
            new(Next(result));

        public ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default) =>
            new(Next(result));

        private T Next<T>(T result) => left.Value is { } count && --count.Left == 0 ? throw new Died() : result;

        private sealed class Count
        {
            public int Left { get; set; }
        }
    }
}
