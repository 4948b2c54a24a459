using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Figures;

/// <summary>Figures that name what was not there yet when the question about them came.</summary>
public sealed class NewMeanwhileTests(PostgresCluster postgres)
{
    private const string Days = "from=2026-11-01&to=2026-11-20";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_site_and_a_baseline_with_their_first_entry_are_counted_though_they_came_in_the_middle_of_a_question(Store store)
    {
        var between = new Between();
        await using var app = (await TestApp.NewAsync(store, postgres)).Replacing(between.PutInto).WithoutRollupJob();
        var organisation = await SetUpAsync(app);
        string[] asked =
        [
            $"consistency?by=site&{Days}", $"consistency?by=expectation&{Days}", $"consistency?by=site,expectation&{Days}",
            $"consistency/chart?measure=expectation:greeted&{Days}", $"consistency/funnel?by=site&{Days}",
            $"consistency/variance?{Days}", $"consistency/falters?{Days}", $"consistency/agreement?{Days}", "interactions",
        ];
        var date = new DateOnly(2026, 11, 2);
        foreach (var path in asked)
        {
            var came = await BetweenAsync(async () => (await organisation.Admin.GetAsync(path)).Is(200));
            Assert.True(came, path);
        }

        Assert.True(await BetweenAsync(() => app.InScopeAsync(async s => Assert.IsType<Result<BasicsFigures?>.Ok>(
            await s.GetRequiredService<BasicsQuery>()
                .RunAsync(Actor.CommandLine, IsoWeek.Of(date), null, new DateOnly(2026, 11, 20), CancellationToken.None)))));

        async Task<bool> BetweenAsync(Func<Task> ask)
        {
            // Nothing waits, so that the question itself is the first to learn which sites and baselines there are.
            await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(CancellationToken.None));
            var came = false;
            between.After(sql => sql.Contains("master_data_stamp", StringComparison.Ordinal), async () =>
            {
                var at = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                var site = await organisation.SiteAsync();
                await organisation.BaselineAsync(at, StandardExpectations);
                await organisation.LogAsync(Entry($"{at}T10:00:00Z", site));
                came = true;
            });
            await ask();
            date = date.AddDays(1);
            return came;
        }
    }
}
