using System.Text;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Reports;

public sealed class WeeklyFilesTests(PostgresCluster postgres)
{
    private const string ConsistencyHeader =
        "schema,iso_week,week_start,site,team,staff,channel,interactions,scored,all_basics_met,consistency_rate,wilson_low,wilson_high," +
        "basics_score_mean,basics_score_sd,"
        + "critical_missed,held,excused,excluded,stand_outs,stand_outs_on_basics,csat_n,csat_sum,csat_mean,class";

    private const string BasicsHeader =
        "schema,iso_week,week_start,site,team,staff,channel,expectation,applicable,met,missed,met_rate,wilson_low,wilson_high," +
        "measure_mean,measure_sd";

    private const string InteractionsHeader =
        "schema,id,external_id,occurred_at_utc,local_time,zone,iso_week,business_date,recorded_at_utc,site,team,staff,channel,reason," +
        "source,check,outcome,baseline,"
        + "basics_score,all_basics_met,critical_missed,state,stand_outs,csat,basic:greeted,basic:identity,measure:wait_seconds," +
            "basic:anything_else";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_small_week_is_written_to_the_byte(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        var api = organisation.Admin;
        await organisation.SiteAsync("=1+1", "America/New_York");
        await organisation.SiteAsync("Zoo");
        await organisation.SiteAsync("alp");
        await organisation.TeamAsync("=1+1", "a,b");
        await organisation.StaffAsync("O\"Hara; x", "=1+1");
        await organisation.LogAsync(
            Entry("2026-11-20T03:30:00.5Z", "=1+1").With("id", "00000000-0000-7000-8000-000000000001").With("team", "a,b")
                .With("staff", "O\"Hara; x")
            .With("externalId", "-5").With("reason", "renewal").With("csat", 4)
            .With("standOuts", new JsonArray(new JsonObject { ["kind"] = "personal" })));
        await organisation.LogAsync(
            Entry("2026-11-20T03:31:00Z", "=1+1").With("id", "00000000-0000-7000-8000-000000000002").With("team", "a,b")
                .With("staff", "O\"Hara; x")
            .Observed("identity", "missed").Observed("wait_seconds", 60.25).With("csat", 5)
            .With("standOuts", new JsonArray(new JsonObject { ["kind"] = "personal" })));
        await organisation.LogAsync(
            Entry("2026-11-16T00:00:00Z", "alp", "phone").With("id", "00000000-0000-7000-8000-000000000003")
                .With("observations", "all_met"));
        await organisation.LogAsync(
            Entry("2026-11-22T23:59:59Z".Replace("22T", "19T", StringComparison.Ordinal), "Zoo")
                .With("id", "00000000-0000-7000-8000-000000000004")
            .With("observations", JsonNode.Parse("""{"greeted":"na","identity":"na","wait_seconds":"na","anything_else":"na"}""")));
        // Outside the week.
        await organisation.LogAsync(Entry("2026-11-15T23:59:59Z", "alp"));

        await Is("consistency",
            ConsistencyHeader,
            "consistency-1,2026-W47,2026-11-16,'=1+1,\"a,b\",\"O\"\"Hara; x\",counter,2,2,1,,,,,,1,0,0,0,2,1,2,9,,",
            "consistency-1,2026-W47,2026-11-16,Zoo,,,counter,1,0,0,,,,,,0,0,0,0,0,0,0,0,,",
            "consistency-1,2026-W47,2026-11-16,alp,,,phone,1,1,1,,,,,,0,0,0,0,0,0,0,0,,");
        await Is("basics",
            BasicsHeader,
            "basics-1,2026-W47,2026-11-16,'=1+1,\"a,b\",\"O\"\"Hara; x\",counter,anything_else,2,2,0,,,,,",
            "basics-1,2026-W47,2026-11-16,'=1+1,\"a,b\",\"O\"\"Hara; x\",counter,greeted,2,2,0,,,,,",
            "basics-1,2026-W47,2026-11-16,'=1+1,\"a,b\",\"O\"\"Hara; x\",counter,identity,2,1,1,,,,,",
            "basics-1,2026-W47,2026-11-16,'=1+1,\"a,b\",\"O\"\"Hara; x\",counter,wait_seconds,2,1,1,,,,,",
            "basics-1,2026-W47,2026-11-16,alp,,,phone,anything_else,1,1,0,,,,,",
            "basics-1,2026-W47,2026-11-16,alp,,,phone,greeted,1,1,0,,,,,",
            "basics-1,2026-W47,2026-11-16,alp,,,phone,identity,1,1,0,,,,,");
        await Is("interactions",
            InteractionsHeader,
            "interactions-1,00000000-0000-7000-8000-000000000001,'-5,2026-11-20T03:30:00.5Z,2026-11-19T22:30:00.5,America/New_York," +
            "2026-W47,2026-11-19,2026-11-20T12:00:00Z,"
                + "'=1+1,\"a,b\",\"O\"\"Hara; x\",counter,renewal,self,quick,served,1,100.00,true,false,counted,1,4,met,met,42,met",
            "interactions-1,00000000-0000-7000-8000-000000000002,,2026-11-20T03:31:00Z,2026-11-19T22:31:00,America/New_York,2026-W47," +
            "2026-11-19,2026-11-20T12:00:00Z,"
                + "'=1+1,\"a,b\",\"O\"\"Hara; x\",counter,,self,quick,served,1,28.57,false,true,counted,1,5,met,missed,60.25,met",
            "interactions-1,00000000-0000-7000-8000-000000000004,,2026-11-19T23:59:59Z,2026-11-19T23:59:59,Europe/London,2026-W47," +
            "2026-11-19,2026-11-20T12:00:00Z,"
                + "Zoo,,,counter,,self,quick,served,1,,false,false,counted,0,,na,na,,na",
            "interactions-1,00000000-0000-7000-8000-000000000003,,2026-11-16T00:00:00Z,2026-11-16T00:00:00,Europe/London,2026-W47," +
            "2026-11-16,2026-11-20T12:00:00Z,"
                + "alp,,,phone,,self,quick,served,1,100.00,true,false,counted,0,,met,met,,met");

        // Spreadsheets that open a file by a double click get a byte order mark and semicolons.
        var excel = (await api.GetAsync("reports/weekly/2026-W47/consistency.csv?profile=excel&site=%3D1%2B1")).Is(200);
        Assert.Equal([0xEF, 0xBB, 0xBF], excel.Bytes[..3]);
        Assert.Equal(
            ConsistencyHeader.Replace(',', ';')
                + "\r\nconsistency-1;2026-W47;2026-11-16;'=1+1;a,b;\"O\"\"Hara; x\";counter;2;2;1;;;;;;1;0;0;0;2;1;2;9;;\r\n",
            Encoding.UTF8.GetString(excel.Bytes[3..]));

        // Only the site asked for.
        Assert.Equal(2, (await api.GetAsync("reports/weekly/2026-W47/interactions.csv?site=Zoo")).Is(200).Text.Split("\r\n").Length - 1);

        async Task Is(string file, params string[] lines)
        {
            var path = $"reports/weekly/2026-W47/{file}.csv";
            var answer = (await api.GetAsync(path)).Is(200);
            Assert.Equal("text/csv; charset=utf-8", answer.ContentType);
            Assert.Equal(string.Concat(lines.Select(l => l + "\r\n")), Encoding.UTF8.GetString(answer.Bytes));
            Assert.Equal(answer.Bytes, (await api.GetAsync(path)).Bytes);
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Rates_are_blank_below_ten_and_there_from_ten_on(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        // Nine, of which eight all met; csat given in all; waits 1 to 9.
        for (var i = 0; i < 9; i++) await Log(i);
        Assert.Equal(
            "consistency-1,2026-W47,2026-11-16,harbour,,dvolkov,counter,9,9,8,,,,,,0,0,0,0,0,0,9,36,,", (await Rows("consistency"))[1]);
        Assert.All((await Rows("basics"))[1..5], r => Assert.EndsWith(",,,,,", r, StringComparison.Ordinal));

        await Log(9);
        // 9 of 10: Wilson 0.59585, 0.98213. Scores 9 × 100 and 85.714286: mean 98.571429, sd 4.517540.
        Assert.Equal(
            "consistency-1,2026-W47,2026-11-16,harbour,,dvolkov,counter,10,10,9,0.9000,0.5958,0.9821,98.5714,4.5175,0,0,0,0,0,0,10,40," +
            "4.0000,not_enough_yet",
            (await Rows("consistency"))[1]);
        // 10 of 10: Wilson 0.72247, 1. Waits 1…10: mean 5.5, sd √(82.5/9) = 3.02765.
        Assert.Equal(
            [
                "basics-1,2026-W47,2026-11-16,harbour,,dvolkov,counter,anything_else,10,10,0,1.0000,0.7225,1.0000,,",
                "basics-1,2026-W47,2026-11-16,harbour,,dvolkov,counter,greeted,10,9,1,0.9000,0.5958,0.9821,,",
                "basics-1,2026-W47,2026-11-16,harbour,,dvolkov,counter,identity,10,10,0,1.0000,0.7225,1.0000,,",
                "basics-1,2026-W47,2026-11-16,harbour,,dvolkov,counter,wait_seconds,10,10,0,1.0000,0.7225,1.0000,5.5000,3.0277",
            ],
            (await Rows("basics"))[1..5]);

        // The same over teams and channels, over teams and people, and over all of a site.
        const string figures = "10,10,9,0.9000,0.5958,0.9821,98.5714,4.5175,0,0,0,0,0,0,10,40,4.0000,not_enough_yet";
        Assert.Equal($"staff-1,2026-W47,2026-11-16,harbour,dvolkov,{figures}", (await Rows("staff"))[1]);
        Assert.Equal($"channels-1,2026-W47,2026-11-16,harbour,counter,{figures}", (await Rows("channels"))[1]);
        Assert.Equal($"sites-1,2026-W47,2026-11-16,harbour,{figures}", (await Rows("sites"))[1]);
        Assert.Equal(
            ConsistencyHeader.Replace(",team", "", StringComparison.Ordinal).Replace(",channel", "", StringComparison.Ordinal),
            (await Rows("staff"))[0]);

        // Where a semicolon separates, a comma is the decimal sign; where a comma separates, a point.
        Assert.Equal(
            $"sites-1;2026-W47;2026-11-16;harbour;{figures.Replace(',', ';').Replace('.', ',')}", (await Rows("sites", "excel"))[1]);
        Assert.Equal('\uFEFF', (await Rows("sites", "excel-us"))[0][0]);
        Assert.Equal((await Rows("sites"))[1], (await Rows("sites", "excel-us"))[1]);
        await organisation.LogAsync(Entry("2026-11-18T10:00:00.5Z").Observed("wait_seconds", 4.5).Observed("greeted", "missed"));
        var last = (await Rows("interactions", "excel"))[11].Split(';');
        Assert.Equal(("2026-11-18T10:00:00.5Z", "85,71", "4,5"), (last[3], last[18], last[26]));

        Task Log(int i) => organisation.LogAsync(Entry($"2026-11-17T10:00:{i:00}Z").With("staff", "dvolkov").With("csat", 4)
            .Observed("wait_seconds", i + 1).Observed("greeted", i == 0 ? "missed" : "met"));

        async Task<string[]> Rows(string file, string? profile = null) =>
            (await organisation.Admin.GetAsync($"reports/weekly/2026-W47/{file}.csv{(profile is null ? "" : "?profile=" + profile)}"))
                .Is(200).Text.Split("\r\n");
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_person_who_falls_far_below_what_is_usual_is_slipping_from_that_week_on(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob();
        var organisation = await SetUpAsync(app);
        // 28 weeks of 20 with 19 met, then two of 20 with 10 met.
        for (var week = 0; week < 30; week++)
        {
            var day = new DateOnly(2026, 11, 17).AddDays(7 * (week - 29));
            var batch = new JsonArray(
                [.. Enumerable.Range(0, 20).Select(i => Entry($"{day:yyyy-MM-dd}T10:00:{i:00}Z").With("staff", "dvolkov")
                .Observed("greeted", i < (week < 28 ? 1 : 10) ? "missed" : "met"))]);
            Assert.All(
                (await organisation.Admin.PostAsync("interactions/batch", batch)).Is(200).Items, i =>
                    Assert.Equal(201, (int)i!["status"]!));
        }

        await Ends("2026-W47", ",not_enough_yet"); // nobody has looked yet
        await app.WatchAsync();
        await Ends("2026-W47", ",slipping"); // the week that still runs
        await Ends("2026-W46", ",slipping");
        await Ends("2026-W45", ",reliable"); // 0.95, target 0.9
        await Ends("2026-W31", ",reliable"); // 13 weeks lie before it
        await Ends("2026-W30", ",not_enough_yet"); // 12
        Assert.Equal(30, (await organisation.Admin.GetAsync("reports/weekly")).Is(200).Items.Count);

        async Task Ends(string week, string end)
        {
            foreach (var file in new[] { "consistency", "staff", "channels", "sites" })
                Assert.EndsWith(
                    end, (await organisation.Admin.GetAsync($"reports/weekly/{week}/{file}.csv")).Is(200).Text.TrimEnd(),
                    StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Weeks_are_listed_newest_first_and_what_is_none_answers_404(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        var api = organisation.Admin;
        Assert.Empty((await api.GetAsync("reports/weekly")).Is(200).Items);
        await organisation.LogAsync(Entry("2026-01-01T10:00:00Z"));
        await organisation.LogAsync(Entry("2026-11-20T10:00:00Z"));
        await organisation.LogAsync(Entry("2026-11-19T10:00:00Z"));

        var weeks = (await api.GetAsync("reports/weekly")).Is(200);
        var expected = JsonNode.Parse(
            """
            {"items":[
              {"week":"2026-W47","weekStart":"2026-11-16","interactions":2,
               "files":{"consistency":"/api/v1/reports/weekly/2026-W47/consistency.csv",
               "basics":"/api/v1/reports/weekly/2026-W47/basics.csv","interactions":"/api/v1/reports/weekly/2026-W47/interactions.csv",
               "staff":"/api/v1/reports/weekly/2026-W47/staff.csv","channels":"/api/v1/reports/weekly/2026-W47/channels.csv",
                "sites":"/api/v1/reports/weekly/2026-W47/sites.csv","flags":"/api/v1/reports/weekly/2026-W47/flags.csv"}},
              {"week":"2026-W01","weekStart":"2025-12-29","interactions":1,
               "files":{"consistency":"/api/v1/reports/weekly/2026-W01/consistency.csv",
               "basics":"/api/v1/reports/weekly/2026-W01/basics.csv","interactions":"/api/v1/reports/weekly/2026-W01/interactions.csv",
               "staff":"/api/v1/reports/weekly/2026-W01/staff.csv","channels":"/api/v1/reports/weekly/2026-W01/channels.csv",
                "sites":"/api/v1/reports/weekly/2026-W01/sites.csv","flags":"/api/v1/reports/weekly/2026-W01/flags.csv"}}],"next":null}
            """);
        Assert.True(JsonNode.DeepEquals(expected, weeks.Json), weeks.Text);
        (await api.GetAsync((string)weeks.Items[1]!["files"]!["basics"]!)).Is(200);
        Assert.Equal(0, (int)(await api.GetAsync("reports/weekly/2026-W30")).Is(200)["interactions"]!);
        Assert.Equal(ConsistencyHeader + "\r\n", (await api.GetAsync("reports/weekly/2026-W30/consistency.csv")).Is(200).Text);

        foreach (var week in new[] { "2026-W54", "2025-W53", "2026-W00", "2026-47", "last" })
        {
            (await api.GetAsync($"reports/weekly/{week}")).IsRefused("$.week invalid");
            (await api.GetAsync($"reports/weekly/{week}/basics.csv")).IsRefused("$.week invalid");
        }

        (await api.GetAsync("reports/weekly/2026-W47/people.csv")).IsProblem(404, "not_found");
        (await api.GetAsync("reports/weekly/2026-W47/basics.csv?profile=lotus")).IsRefused("$.profile invalid");
        (await api.GetAsync("reports/weekly/2026-W47/basics.csv?site=none")).IsRefused("$.site unknown_reference");
        app.Clock.SetUtcNow(new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("2026-W53", (string?)(await organisation.LogAsync(Entry("2027-01-01T10:00:00Z")))["isoWeek"]);
        Assert.Equal(1, (int)(await api.GetAsync("reports/weekly/2026-W53")).Is(200)["interactions"]!);
    }
}
