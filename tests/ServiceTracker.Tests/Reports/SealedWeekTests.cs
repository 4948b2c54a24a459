using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Reports;

/// <summary>Weeks that are sealed: by whom, what is kept, and what differs afterwards.</summary>
public sealed class SealedWeekTests(PostgresCluster postgres)
{
    private const string Week = "2026-W46", Path = $"reports/weekly/{Week}";

    private static readonly string[] Files = ["consistency", "basics", "interactions", "staff", "channels", "sites", "flags"];

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_sealed_week_stays_byte_for_byte_and_says_so(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(app);
        var api = organisation.Admin;
        await LogAsync(organisation);
        var live = await ContentAsync(api, "");
        var made = (await api.PostAsync($"{Path}/seal", new { site = Site })).Is(201);
        Assert.Equal((Week, Site, 1, "2026-11-20T12:00:00+00:00", true), (
            (string)made["week"]!, (string)made["site"]!, (int)made["revision"]!, (string)made["sealedAt"]!, (bool)made["late"]!));
        Assert.Null((string?)made["previous"]);
        foreach (var (file, bytes) in live)
        {
            var said = made["files"]!.AsArray().Single(f => (string)f!["name"]! == $"{file}.csv")!;
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), (string)said["sha256"]!);
            Assert.Equal(
                (bytes.Length, Encoding.UTF8.GetString(bytes).Split("\r\n").Length - 2), ((int)said["bytes"]!, (int)said["rows"]!));
        }

        // Nothing changed: the revision that there is.
        var same = (await api.PostAsync($"{Path}/seal", new { site = Site })).Is(200);
        Assert.True(JsonNode.DeepEquals(made.Json, same.Json), same.Text);

        await organisation.LogAsync(Entry("2026-11-11T15:00:00Z").With("staff", "dvolkov").Observed("greeted", "missed"));
        await app.WatchAsync();
        Assert.Equal("changed", (string)(await api.GetAsync(Path))["sites"]!["items"]![0]!["state"]!);
        Assert.NotEqual(live["interactions"], (await ContentAsync(api, ""))["interactions"]);
        Assert.Equal(live, await ContentAsync(api, $"&revision=1"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = (await api.PostAsync($"{Path}/seal", new { site = Site })).Is(201);
        Assert.Equal((2, false, (string)made["receipt"]!), ((int)next["revision"]!, (bool)next["late"]!, (string)next["previous"]!));
        Assert.Equal(live, await ContentAsync(api, $"&revision=1"));
        var after = (await api.GetAsync(Path)).Is(200);
        Assert.Equal([2, 1], after["revisions"]!["items"]!.AsArray().Select(r => (int)r!["revision"]!));
        Assert.Equal("sealed", (string)after["sites"]!["items"]![0]!["state"]!);

        // What is not there, or not clear.
        (await api.GetAsync($"{Path}/sites.csv?revision=3&site={Site}")).IsProblem(404, "not_found");
        (await api.PostAsync("reports/weekly/2026-W47/seal", new { site = Site })).IsProblem(409, "not_allowed_now");
        await organisation.SiteAsync("alp");
        (await api.GetAsync($"{Path}/sites.csv?revision=1")).IsRefused("$.site required");
        (await api.GetAsync($"{Path}/diff?from=1&to=2")).IsRefused("$.site required");
        (await api.GetAsync($"{Path}/diff?site={Site}")).IsRefused("$.from required", "$.to required");
        using var other = await app.AsAsync(Role.Manager, "alp");
        (await other.GetAsync($"{Path}/sites.csv?revision=1&site={Site}")).IsRefused("$.site unknown_reference");
        (await other.GetAsync($"{Path}/week.zip?revision=1")).IsProblem(404, "not_found");
        (await other.PostAsync($"{Path}/seal", new { site = Site })).IsRefused("$.site unknown_reference");
        Assert.Empty((await other.GetAsync(Path))["revisions"]!["items"]!.AsArray());
        using var own = await app.AsAsync(Role.Ops, Site);
        (await own.GetAsync($"{Path}/sites.csv?revision=1")).Is(200);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Head_and_name_of_a_file_say_whether_it_may_still_change(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(app);
        await LogAsync(organisation);
        (await organisation.Admin.PostAsync($"{Path}/seal", new { })).Is(201);
        Assert.Equal(("live", $"sites_{Week}_live.csv"), await HeadAsync("sites.csv"));
        Assert.Equal(("live", $"sites_{Week}_harbour_live.csv"), await HeadAsync($"sites.csv?site={Site}"));
        Assert.Equal(("sealed; revision=1", $"sites_{Week}_harbour_r1.csv"), await HeadAsync("sites.csv?revision=1"));
        Assert.Equal(("sealed; revision=1", $"week_{Week}_harbour_r1.zip"), await HeadAsync("week.zip?revision=1"));
        Assert.Equal(("live", $"week_{Week}_live.zip"), await HeadAsync("week.zip"));

        async Task<(string, string)> HeadAsync(string path)
        {
            using var response = await organisation.Admin.Http.GetAsync(new Uri($"/api/v1/{Path}/{path}", UriKind.Relative));
            Assert.Equal(200, (int)response.StatusCode);
            return (response.Headers.GetValues("Week-State").Single(), response.Content.Headers.ContentDisposition!.FileName!);
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_archive_holds_the_files_their_columns_and_the_receipt_that_was_hashed(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(app);
        await LogAsync(organisation);
        var made = (await organisation.Admin.PostAsync($"{Path}/seal", new { site = Site })).Is(201);
        var answer = (await organisation.Admin.GetAsync($"{Path}/week.zip?revision=1")).Is(200);
        using var zip = new ZipArchive(new MemoryStream(answer.Bytes));
        Assert.Equal([.. Files.Select(f => f + ".csv"), "columns.json", "receipt.json"], zip.Entries.Select(e => e.FullName));
        var sealedFiles = await ContentAsync(organisation.Admin, "&revision=1");
        foreach (var file in Files) Assert.Equal(sealedFiles[file], Read($"{file}.csv"));
        Assert.Equal((string)made["receipt"]!, Convert.ToHexStringLower(SHA256.HashData(Read("receipt.json"))));
        var columns = JsonNode.Parse(Read("columns.json"))!["items"]!.AsArray();
        Assert.True(JsonNode.DeepEquals(columns, (await organisation.Admin.GetAsync("columns")).Is(200).Json["items"]));
        var excel = (await organisation.Admin.GetAsync($"{Path}/interactions.csv?revision=1&profile=excel")).Is(200).Bytes;
        Assert.Equal((await organisation.Admin.GetAsync($"{Path}/interactions.csv?profile=excel")).Is(200).Bytes, excel);

        byte[] Read(string name)
        {
            using var bytes = new MemoryStream();
            using var entry = zip.GetEntry(name)!.Open();
            entry.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_difference_that_a_late_entry_makes_is_that_entry_alone(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(app);
        var api = organisation.Admin;
        await LogAsync(organisation);
        (await api.PostAsync($"{Path}/seal", new { site = Site })).Is(201);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        const string id = "00000000-0000-7000-8000-0000000000aa";
        await organisation.LogAsync(
            Entry("2026-11-11T15:00:00Z").With("id", id).With("staff", "dvolkov").With("csat", 2).Observed("greeted", "missed"));
        (await api.PostAsync($"{Path}/seal", new { site = Site })).Is(201);
        var rows = (await api.GetAsync($"{Path}/diff?from=1&to=2")).Is(200).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("file,key,column,before,after,why", rows[0]);
        string[] counts =
        [
            "interactions,12,13,1 late entry", "scored,12,13,1 late entry", "csat_n,0,1,1 late entry", "csat_sum,0,2,1 late entry",
        ];
        foreach (var (file, key) in new[]
        {
            ("consistency", "harbour//dvolkov/counter"), ("staff", "harbour/dvolkov"), ("channels", "harbour/counter"),
            ("sites", "harbour"),
        })
        {
            foreach (var count in counts) Assert.Contains($"{file}.csv,{key},{count}", rows);
            // A rate of eleven in thirteen in place of eleven in twelve, and what follows from it: nothing else.
            Assert.Equal(
                ["basics_score_mean", "basics_score_sd", "consistency_rate", "csat_n", "csat_sum", "interactions", "scored", "wilson_high",
                    "wilson_low"],
                rows.Where(r => r.StartsWith($"{file}.csv,", StringComparison.Ordinal)).Select(r => r.Split(',')[2]).Order());
        }

        var added = Assert.Single(rows, r => r.StartsWith("interactions.csv,", StringComparison.Ordinal));
        Assert.StartsWith($"interactions.csv,{id},,,\"interactions-1,{id},", added, StringComparison.Ordinal);
        Assert.EndsWith("\",late entry", added, StringComparison.Ordinal);
        Assert.Equal(
            4, rows.Count(r => r.StartsWith("basics.csv,", StringComparison.Ordinal) && r.Split(',')[2] == "applicable"));
        Assert.All(rows[1..], r => Assert.EndsWith("late entry", r, StringComparison.Ordinal));
        Assert.Equal("file,key,column,before,after,why\r\n", (await api.GetAsync($"{Path}/diff?from=2&to=2")).Is(200).Text);
    }

    [Fact]
    public async Task Both_stores_seal_the_same_bytes()
    {
        var hashes = new List<string>();
        foreach (var store in new[] { Store.Sqlite, Store.Postgres })
        {
            await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
            var organisation = await SetUpAsync(app);
            await LogAsync(organisation);
            await app.WatchAsync();
            hashes.Add((await organisation.Admin.PostAsync($"{Path}/seal", new { site = Site })).Is(201)["files"]!.ToJsonString());
        }

        Assert.Equal(hashes[0], hashes[1]);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_check_of_the_chain_names_what_is_not_as_it_was(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("SealJob");
        var organisation = await SetUpAsync(app);
        await LogAsync(organisation);
        (await organisation.Admin.PostAsync($"{Path}/seal", new { site = Site })).Is(201);
        (await organisation.Admin.PostAsync("reports/weekly/2026-W45/seal", new { site = Site })).Is(201);
        Assert.Equal([], await FaultsAsync());
        byte[] other = [1, 2, 3];
        await app.QueryAsync(db => db.SealedPieces.Where(p => p.Name == "sites.csv")
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Content, other)));
        Assert.Equal(
            [
                "harbour 2026-W45 revision 1: sites.csv is not as it was sealed",
                "harbour 2026-W46 revision 1: sites.csv is not as it was sealed",
            ],
            (await FaultsAsync()).Order());
        await app.QueryAsync(db => db.WeekSeals.Where(s => s.Number == 1).ExecuteDeleteAsync());
        Assert.Contains("harbour 2026-W45 revision 1: 1 of the chain before it are missing", await FaultsAsync());
        Assert.Contains("harbour 2026-W45 revision 1: it does not name the receipt before it", await FaultsAsync());

        async Task<IReadOnlyList<string>> FaultsAsync() =>
            (await app.InScopeAsync(s => s.GetRequiredService<SealCheck>().RunAsync(null, default))).Faults;
    }

    // Twelve of one person at the counter of harbour, of which eleven all met; two on the phone of the week before.
    internal static async Task LogAsync(Hosting.Organisation organisation)
    {
        for (var i = 0; i < 12; i++)
        {
            await organisation.LogAsync(
                Entry($"2026-11-10T10:00:{i:00}Z").With("id", $"00000000-0000-7000-8000-0000000000{i:00}").With("staff", "dvolkov")
                    .Observed("wait_seconds", 30.5 + i).Observed("identity", i == 0 ? "missed" : "met"));
        }
    }

    private static async Task<Dictionary<string, byte[]>> ContentAsync(Api api, string query)
    {
        var found = new Dictionary<string, byte[]>();
        foreach (var file in Files) found[file] = (await api.GetAsync($"{Path}/{file}.csv?site={Site}{query}")).Is(200).Bytes;
        return found;
    }
}
