using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Organisation;

public sealed class ClockOnSqliteTests(OnSqlite shared) : ClockTests(shared), IClassFixture<OnSqlite>;

public sealed class ClockOnPostgresTests(OnPostgres shared) : ClockTests(shared), IClassFixture<OnPostgres>;

/// <summary>The clocks of a business belong together: hour and day, local time and zone.</summary>
public abstract class ClockTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task The_hours_of_a_week_lie_on_the_days_of_that_week()
    {
        var bar = await organisation.SiteAsync(dayStart: "04:00");
        for (var minute = 30; minute < 42; minute++)
            await organisation.LogAsync(Hosting.Organisation.Entry($"2026-11-09T01:{minute}:00Z", bar));
        await organisation.LogAsync(Hosting.Organisation.Entry("2026-11-09T04:00:00Z", bar));

        // Monday 01:30 by the clock is the end of the business day of Sunday, 8 November.
        Assert.Equal(["145 12"], await HoursAsync(bar, "2026-11-02", "2026-11-08"));
        Assert.Equal(["145 12"], await HoursAsync(bar, "2026-11-08", "2026-11-08"));
        Assert.Equal(["4 1"], await HoursAsync(bar, "2026-11-09", "2026-11-15"));
        Assert.Equal(["145 12"], await HoursAsync(bar, "2026-11-02", "2026-11-08", "hourOfWeek,reason"));
    }

    [Fact]
    public async Task Every_hour_of_any_days_lies_on_one_of_those_days()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        string[] zones = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
        var site = await organisation.SiteAsync(
            zone: zones[random.Next(zones.Length)], dayStart: $"{random.Next(24):00}:{random.Next(60):00}");
        // The night in which clocks go back in London, and the ones around it.
        for (var n = 0; n < 40; n++)
        {
            var at = new DateTime(2026, 10, 22, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(6 * 24 * 60));
            await organisation.LogAsync(Hosting.Organisation.Entry(at.ToString("s", CultureInfo.InvariantCulture) + "Z", site));
        }

        for (var day = new DateOnly(2026, 10, 20); day < new DateOnly(2026, 10, 30); day = day.AddDays(1))
        {
            var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var line in await HoursAsync(site, date, date))
                Assert.True(
                    int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) / 24 == ((int)day.DayOfWeek + 6) % 7,
                    $"seed {seed}: {date} has hour {line}");
        }
    }

    [Fact]
    public async Task A_local_time_keeps_the_zone_in_which_it_was_told()
    {
        var site = await organisation.SiteAsync();
        var before = await organisation.LogAsync(Hosting.Organisation.Entry("2026-10-12T23:10:00Z", site));
        await MoveAsync("America/New_York");
        var after = await organisation.LogAsync(Hosting.Organisation.Entry("2026-10-13T23:20:00Z", site));
        await MoveAsync("Asia/Tokyo");
        await MoveAsync("Europe/London");
        (await api.PostTextAsync(
            "imports?format=csv", $"external_id,occurred_at,site,channel,basic:greeted\r\n{site},2026-10-14T10:30:00Z,{site},phone,met\r\n",
            "text/csv")).Is(200);
        await MoveAsync("America/New_York");

        string[] expected = [
            "2026-10-12T23:10:00Z 2026-10-13T00:10:00 Europe/London", "2026-10-13T23:20:00Z 2026-10-13T19:20:00 America/New_York",
            "2026-10-14T10:30:00Z 2026-10-14T11:30:00 Europe/London"];
        var rows = (await api.GetAsync("reports/weekly/2026-W42/interactions.csv")).Is(200).Text.Split("\r\n")
            .Select(l => l.Split(',')).ToList();
        int Column(string name) => Array.IndexOf(rows[0], name);
        Assert.Equal(
            expected, rows.Where(r => r.Contains(site)).Select(r =>
                $"{r[Column("occurred_at_utc")]} {r[Column("local_time")]} {r[Column("zone")]}").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["2026-10-13T00:10:00+01:00 Europe/London", "2026-10-13T19:20:00-04:00 America/New_York"],
            new[] { await ToldAsync(before), await ToldAsync(after) });

        using var visitor = new Visitor(organisation.App);
        await SignInAsync(visitor);
        var (_, page) = await visitor.GetAsync($"/interactions/{(string?)before["id"]}");
        Assert.Contains(
            "13 October 2026 00:10 Europe/London (UTC+01:00)", string.Join(
                ' ', page.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        async Task MoveAsync(string zone) => (await api.PutAsync($"sites/{site}", new { name = site, zone })).Is(200);
        async Task<string> ToldAsync(Answer logged)
        {
            var read = (await api.GetAsync($"interactions/{(string?)logged["id"]}")).Is(200);
            return $"{read["occurredAt"]} {read["zone"]}";
        }
    }

    private async Task SignInAsync(Visitor visitor)
    {
        const string password = "a long enough one";
        var email = organisation.NewCode("clock") + "@example.org";
        await organisation.App.InScopeAsync(async services =>
            Assert.IsType<Application.Result<Account>.Ok>(
                await services.GetRequiredService<Accounts>()
                    .CreateAsync(Actor.CommandLine, email, password, null, Role.Admin, null, null, CancellationToken.None)));
        await visitor.SignInAsync(email, password);
    }

    private async Task<IEnumerable<string>> HoursAsync(string site, string from, string to, string by = "hourOfWeek") =>
        (await api.GetAsync($"consistency?by={by}&site={site}&from={from}&to={to}"))
            .Is(200).Items.Select(l => $"{l!["hourOfWeek"]} {l["interactions"]}");
}
