using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>A store as the first version left it, with rows of that time, is served by this one.</summary>
public sealed class UpgradeTests(PostgresCluster postgres) : IDisposable
{
    // On a Tuesday, one of them in the night that belongs to it: its hour stood under Wednesday then. A manager saw the first of the three,
    // too. {…} is a list and 0x… are bytes, which the stores write in ways of their own.
    private const string Rows =
        """
        INSERT INTO site (code, name, zone, day_start, version) VALUES ('harbour', 'Harbour', 'Europe/London', '04:00:00', 1);
        INSERT INTO team (site_id, id, code, name, version) VALUES (1, 1, 'front', 'Front', 1);
        INSERT INTO channel (code, name, kind, version) VALUES ('counter', 'Counter', 0, 1);
        INSERT INTO reason (code, name, icon, version) VALUES ('renewal', 'Renewal', NULL, 1);
        INSERT INTO staff (code, name, home_site_id, home_team_id, role_title, active_from, active_to, version)
            VALUES ('dvolkov', 'D. Volkov', 1, 1, 'Adviser', '2024-01-01', NULL, 1);
        INSERT INTO baseline (number, name, effective_from, target_consistency, published_at, published_by, version)
            VALUES (1, 'Basics', '2020-01-01', 0.9, '2025-03-01 09:00:00', 'somebody', 2);
        INSERT INTO expectation (baseline_number, bit, code, question, promise, kind, unit, target, direction, weight, critical, channels)
            VALUES (1, 0, 'greeted', 'Greeted?', 'We greet.', 0, NULL, NULL, 0, 1, false, '{"*"}'), (1, 1, 'wait_seconds', 'Wait?',
              'We are quick.', 1, 's', 60, 0, 2, false, '{"*"}');
        INSERT INTO interaction (site_id, id, staff_id, team_id, channel_id, reason_id, baseline, occurred_at, utc_offset, recorded_at,
          recorded_by, business_date, hour_of_week, met, na, held, excused,
            measures, met_count, applicable_count, weight_met, weight_applicable, all_met, critical_missed, state, source, "check",
            outcome, stand_outs, external_id, request_hash, version)
            VALUES (1, '9182F9B5-EEFE-56E3-8ED8-DB9847B7FC71', 1, 1, 1, 1, 1, '2025-03-04 09:00:00', 0, '2025-03-04 09:05:00', 'user:1',
              '2025-03-04', 33, 3, 0, 0, 0,
                '{42}', 2, 2, 3, 3, true, false, 0, 0, 0, 0, 0, 'e1', 0x00, 1),
            (1, '01A22162-206E-7C92-A011-FBB527077A3A', 1, 1, 1, NULL, 1, '2025-03-04 09:01:00', 0, '2025-03-04 09:05:00', 'user:2',
              '2025-03-04', 33, 2, 0, 0, 0,
                '{42}', 1, 2, 2, 3, false, false, 0, 1, 0, 0, 0, NULL, 0x00, 1),
            (1, '01A22162-2092-70B1-BF4A-77FB9E526AD7', 1, 1, 1, NULL, 1, '2025-03-05 02:30:00', 0, '2025-03-05 02:35:00', 'user:1',
              '2025-03-04', 50, 3, 0, 0, 0,
                '{42}', 2, 2, 3, 3, true, false, 0, 0, 0, 0, 0, NULL, 0x00, 1);
        INSERT INTO staff_week VALUES
            (1, '2025-03-03', 1, 1, 1, 0, 1, 2, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 200000000, 2272, 15276653543424, 2, 2, 0, 0, 200000000, 2272,
              15276653543424,
                '{2,2,2,2,2,2}', '{2,840000,0,352800000000,2,840000,0,352800000000}'),
            (1, '2025-03-03', 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 66666667, 505, 2417512673849, 1, 0, 0, 0, 66666667, 505,
              2417512673849,
                '{0,1,1,1,1,1}', '{1,420000,0,176400000000,1,420000,0,176400000000}');
        INSERT INTO site_day_hour VALUES
            (1, '2025-03-04', 50, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 100000000, 1136, 7638326771712), (1, '2025-03-04', 33, 2, 0, 0, 0, 0, 0,
              0, 2, 1, 0, 0, 166666667, 1641, 10055839445561);
        INSERT INTO org_week VALUES
            ('2025-03-03', 1, 1, 3, 0, 0, 0, 0, 0, 0, 3, 2, 0, 0, 266666667, 2777, 17694166217273, 3, 2, 0, 0, 266666667, 2777,
              17694166217273,
                '{2,3,3,3,3,3}', '{3,1260000,0,529200000000,3,1260000,0,529200000000}');
        INSERT INTO org_hour_of_week VALUES
            ('2025-03-03', 50, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 100000000, 1136, 7638326771712), ('2025-03-03', 33, 2, 0, 0, 0, 0, 0, 0, 2,
              1, 0, 0, 166666667, 1641, 10055839445561);
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-upgrade-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Rows_of_the_first_version_open_and_count_right(Store store)
    {
        var connection = store == Store.Sqlite
            ? $"Data Source={Path.Combine(folder, "service.db")};Pooling=False" : await postgres.CreateDatabaseAsync();
        await MakeFirstVersionAsync(store, connection);
        var program = new BuiltProgram(folder, connection);
        var (status, _, errors) = await program.RunAsync(null, "migrate");
        Assert.True(status == 0, errors);

        // Nothing of the sums was lost; that a manager saw a contact, too, is what a recount adds.
        var compared = await program.RunAsync(null, "doctor", "--recount", "--compare");
        Assert.Contains(
            "3 interactions counted again, 7 lines compared, 0 are different, 2 pieces of evidence do not stand for the contact they " +
            "are about", compared.Output, StringComparison.Ordinal);
        var recounted = await program.RunAsync(null, "doctor", "--recount");
        Assert.True(recounted.Status == 0, recounted.Output);
        Assert.Contains("all equal", (await program.RunAsync(null, "doctor", "--recount", "--compare")).Output, StringComparison.Ordinal);

        var token = (await program.RunAsync(null, "token", "create", "--name", "reader", "--role", "admin")).Output.Trim();
        var port = BuiltProgram.FreePort();
        await using var server = program.Serve(port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var api = new Api(http);
        await IsReadyAsync(api, server);

        var person = (await api.GetAsync("staff/dvolkov")).Is(200);
        Assert.Equal(("Adviser", "front", "2024-01-01"), ((string?)person["role"], (string?)person["team"], (string?)person["activeFrom"]));
        var items = (await api.GetAsync("interactions?staff=dvolkov&from=2025-03-04&to=2025-03-04")).Is(200).Items;
        Assert.Equal(
            ["same_contact", "counted", "counted"],
            items.OrderBy(i => (string)i!["occurredAt"]!, StringComparer.Ordinal).Select(i => (string?)i!["state"]));
        Assert.All(items, i => Assert.Equal("Europe/London", (string?)i!["zone"]));
        await CountsAsync("site", "harbour", 2, 1);
        await CountsAsync("staff", "dvolkov", 2, 1);
        await CountsAsync("hourOfWeek", "26", 1, 1);
        Assert.EndsWith(
            ",2,2,1",
            string.Join(',', (await api.GetAsync("reports/weekly/2025-W10/sites.csv")).Is(200).Text.Split("\r\n")[1].Split(',')[..7]),
            StringComparison.Ordinal);
        (await api.PostAsync(
            "interactions",
            new { site = Site, staff = "dvolkov", channel = "counter", occurredAt = "2025-03-06T09:00:00Z", observations = "all_met" }))
                .Is(201);
        (await api.PutAsync("staff/next", new { name = "Next", site = Site, role = "Adviser" })).Is(201);

        async Task CountsAsync(string by, string which, int interactions, int allMet)
        {
            var line = (await api.GetAsync($"consistency?by={by}&from=2025-03-03&to=2025-03-09"))
                .Is(200).Items.Single(i => i![by]!.ToString() == which)!;
            Assert.Equal((interactions, allMet), ((int)line["interactions"]!, (int)line["allBasicsMet"]!));
        }
    }

    private static async Task MakeFirstVersionAsync(Store store, string connection)
    {
        await using ServiceTrackerDb db = store == Store.Sqlite
            ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connection).Options)
            : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection + ";Pooling=false").Options);
        await db.GetService<IMigrator>().MigrateAsync("Initial");
        var sql = store == Store.Sqlite
            ? Regex.Replace(Regex.Replace(Rows, "'{(.*?)}'", "'[$1]'"), "0x([0-9a-f]+)", "x'$1'")
            : "SET TimeZone = 'UTC'; " + Regex.Replace(Rows, "0x([0-9a-f]+)", "'\\x$1'::bytea");
        await db.Database.ExecuteSqlRawAsync(
            sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
    }

    private static Task IsReadyAsync(Api api, RunningServer server) => Eventually.HoldsAsync("the program is ready", async () =>
    {
        if (server.HasExited) Assert.Fail("The program ended: " + await server.LogAsync());
        try
        {
            return (await api.GetAsync("/health/ready")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });
}
