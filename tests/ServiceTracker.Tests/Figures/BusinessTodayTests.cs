using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Figures;

public sealed class BusinessTodayOnSqliteTests(OnSqlite shared) : BusinessTodayTests(shared), IClassFixture<OnSqlite>;

public sealed class BusinessTodayOnPostgresTests(OnPostgres shared) : BusinessTodayTests(shared), IClassFixture<OnPostgres>;

/// <summary>It is Sunday noon in UTC: at one site already Monday of 2026-W48, at another still Sunday of 2026-W47.</summary>
public abstract class BusinessTodayTests(SharedApp shared)
{
    private const string Email = "reader@example.org", Password = "a long enough password";

    private static readonly DateTimeOffset SundayNoon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task Where_no_dates_are_asked_for_they_end_with_the_business_date_of_the_site_and_of_all_sites_with_the_latest()
    {
        var (ahead, behind) = (
            await organisation.SiteAsync(zone: "Pacific/Kiritimati"), await organisation.SiteAsync(zone: "Pacific/Honolulu"));
        app.Clock.SetUtcNow(SundayNoon);
        await organisation.LogAsync(Entry("2026-11-23T02:00:00+14:00", ahead));
        await organisation.LogAsync(Entry("2026-11-22T02:00:00-10:00", behind));

        Assert.Equal(
            ("2026-W48", "2026-W47", "2026-W48"),
            (await LastAsync($"site={ahead}"), await LastAsync($"site={behind}"), await LastAsync("")));
        Assert.Equal("2026-11-23", await LastAsync($"period=day&site={ahead}"));
        Assert.Equal("2026-11-22", await LastAsync($"period=day&site={behind}"));
        Assert.Equal(1, (int)Assert.Single((await api.GetAsync($"consistency?by=site&site={ahead}")).Is(200).Items)!["interactions"]!);
        var compared = (await api.GetAsync("consistency/funnel?by=site")).Is(200).Items.Select(i => $"{i!["code"]} {i["n"]}");
        Assert.Equal(new[] { $"{ahead} 1", $"{behind} 1" }.Order(StringComparer.Ordinal), compared);

        // Of somebody's sites the latest, whatever other sites there are.
        var actor = await app.QueryAsync(async db => new Actor(
            "user:7", "One", Role.Manager, [(await db.Sites.SingleAsync(s => s.Code == behind)).Id], null));
        var own = await app.InScopeAsync(s =>
            s.GetRequiredService<ControlChartQuery>().RunAsync(actor, null, null, new FigureFilter(), null, CancellationToken.None));
        Assert.Equal("2026-W47", Assert.IsType<Result<StoredChart>.Ok>(own).Value.Analysis.Points[^1].Label);

        await app.InScopeAsync(s =>
            s.GetRequiredService<Accounts>()
                .CreateAsync(Actor.CommandLine, Email, Password, null, Role.Admin, null, null, CancellationToken.None));
        using var visitor = new Visitor(app);
        await visitor.SignInAsync(Email, Password);
        foreach (var (query, week) in new[] { ($"?site={ahead}", 48), ($"?site={behind}", 47), ("", 48) })
        {
            var (_, overview) = await visitor.GetAsync("/consistency" + query);
            Assert.Contains($"week {week},", overview.QuerySelector("main .sub")!.TextContent, StringComparison.Ordinal);
            var (_, chart) = await visitor.GetAsync("/consistency/chart" + query);
            Assert.EndsWith($"up to 2026-W{week}", chart.QuerySelector("main .sub")!.TextContent, StringComparison.Ordinal);
        }
    }

    private async Task<string> LastAsync(string query) =>
        (string)(await api.GetAsync($"consistency/chart?{query}")).Is(200)["chart"]!["points"]!.AsArray()[^1]!["label"]!;
}
