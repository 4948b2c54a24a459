using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class ImportOnSqliteTests(OnSqlite shared) : ImportTests(shared), IClassFixture<OnSqlite>;

public sealed class ImportOnPostgresTests(OnPostgres shared) : ImportTests(shared), IClassFixture<OnPostgres>;

public abstract class ImportTests(SharedApp shared)
{
    private const string Header =
        "external_id,occurred_at,site,team,staff,channel,customer_ref,basic:greeted,basic:identity,measure:wait_seconds," +
        "basic:anything_else,csat,comment\n";

    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task A_row_is_stored_as_the_same_interaction_that_a_post_would_be()
    {
        var site = await organisation.SiteAsync();
        var file =
            "external_id,occurred_at,site,staff,channel,reason,source,check,outcome,customer_ref,basic:greeted,basic:identity," +
            "cause:identity,measure:wait_seconds,basic:anything_else,csat,comment,stand_outs\n"
            + $"k1,2026-11-19T10:00:00+01:00,{site},dvolkov,counter,renewal,observer,full,referred,C-9,met,missed,process,12.5,,4," +
                "\"said \"\"hi\"\"\",personal|proactive\n";
        var import = (await ImportAsync(file)).Is(200);
        Assert.Equal(("done", 1, 1, 0, 0, "pending"), Counts(import));
        Assert.Empty(import["errors"]!.AsArray());

        var stored = Assert.Single((await api.GetAsync($"interactions?site={site}")).Is(200).Items)!;
        var one = (await api.GetAsync($"interactions/{stored["id"]}")).Is(200).Json;
        foreach (var (member, expected) in new Dictionary<string, string>
        {
            ["externalId"] = "\"k1\"",
            ["staff"] = "\"dvolkov\"",
            ["reason"] = "\"renewal\"",
            ["source"] = "\"observer\"",
            ["check"] = "\"full\"",
            ["outcome"] = "\"referred\"",
            ["customer"] = "\"C-9\"",
            ["csat"] = "4",
            ["comment"] = "\"said \\\"hi\\\"\"",
            ["occurredAt"] = "\"2026-11-19T09:00:00+00:00\"",
            ["basicsScore"] = "50.00",
            ["observations"] = """{"greeted":"met","identity":"missed","wait_seconds":12.5,"anything_else":"na"}""",
            ["causes"] = """{"identity":"process"}""",
            ["standOuts"] = """[{"kind":"personal","note":null},{"kind":"proactive","note":null}]""",
        })
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), one[member]), $"{member}: {one[member]?.ToJsonString()}");
        }
    }

    [Fact]
    public async Task The_same_file_again_stores_nothing_and_a_changed_row_is_a_conflict()
    {
        var site = await organisation.SiteAsync();
        var file = Header + Row(site, "d1") + Row(site, "d2");
        Assert.Equal(("done", 2, 2, 0, 0, "pending"), Counts((await ImportAsync(file)).Is(200)));
        Assert.Equal(("done", 2, 0, 2, 0, "done"), Counts((await ImportAsync(file)).Is(200)));

        var changed = Header + Row(site, "d3") + Row(site, "d1", greeted: "missed");
        var refused = (await ImportAsync(changed)).Is(422);
        Assert.Equal(("rejected", 2, 0, 0, 1, "done"), Counts(refused));
        Assert.Equal(["3 external_id conflict"], Errors(refused));
        Assert.Equal(2, await StoredAsync(site));

        Assert.Equal(("done", 2, 1, 0, 1, "pending"), Counts((await ImportAsync(changed, "&onError=skip")).Is(200)));
        Assert.Equal(3, await StoredAsync(site));
    }

    [Fact]
    public async Task A_row_that_stands_twice_in_a_file_is_compared_with_what_is_stored_already()
    {
        var site = await organisation.SiteAsync();
        Assert.Equal(("done", 1, 1, 0, 0, "pending"), Counts((await ImportAsync(Header + Row(site, "t1"))).Is(200)));
        // Both differ from the stored one, though not from each other; the last one is as it is stored.
        var file = Header + Row(site, "t2") + Row(site, "t1", greeted: "missed") + Row(site, "t1", greeted: "missed") + Row(site, "t1");
        Assert.Equal(["3 external_id conflict", "4 external_id conflict"], Errors((await ImportAsync(file)).Is(422)));
        Assert.Equal(("done", 4, 1, 1, 2, "pending"), Counts((await ImportAsync(file, "&onError=skip")).Is(200)));
        Assert.Equal(2, await StoredAsync(site));
    }

    [Fact]
    public async Task One_bad_row_and_nothing_is_stored_unless_bad_rows_are_skipped()
    {
        var site = await organisation.SiteAsync();
        var file = Header + Row(site, "o1") + Row(site, "o2", greeted: "yes") + Row("nowhere", "o3") + Row(site, "o4");
        var refused = (await ImportAsync(file)).Is(422);
        Assert.Equal(("rejected", 4, 0, 0, 2, "done"), Counts(refused));
        Assert.Equal(["3 basic:greeted invalid", "4 site unknown_reference"], Errors(refused));
        Assert.Equal(0, await StoredAsync(site));

        var errors = (await api.GetAsync($"imports/{refused["id"]}/errors.csv")).Is(200);
        Assert.Equal("text/csv; charset=utf-8", errors.ContentType);
        var lines = errors.Text.Split("\r\n");
        Assert.Equal(("line,column,code,message,value", 4), (lines[0], lines.Length));
        Assert.StartsWith("3,basic:greeted,invalid,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("4,site,unknown_reference,", lines[2], StringComparison.Ordinal);

        var skipped = (await ImportAsync(file, "&onError=skip")).Is(200);
        Assert.Equal(("done", 4, 2, 0, 2, "pending"), Counts(skipped));
        Assert.Equal(2, await StoredAsync(site));
    }

    // {0} is the site; line, column and code of each error.
    [Theory]
    [InlineData("occurred_at,site,channel,basic:greeted\n2026-11-19T10:00:00Z,{0},counter\n", "2 basic:greeted ragged")]
    [InlineData("occurred_at,site,channel,basic:greeted\n2026-11-19T10:00:00Z,{0},counter,met,met\n", "2  ragged")]
    [InlineData("occurred_at,site,channel,basic:greeted,colour\n2026-11-19T10:00:00Z,{0},counter,met,red\n", "1 colour unknown_reference")]
    [InlineData("occurred_at,site,channel,basic:smiled\n2026-11-19T10:00:00Z,{0},counter,met\n", "1 basic:smiled unknown_reference")]
    [InlineData("occurred_at,site,channel,measure:greeted\n2026-11-19T10:00:00Z,{0},counter,1\n", "1 measure:greeted invalid")]
    [InlineData(
        "occurred_at,site,channel,basic:greeted,basic:greeted\n2026-11-19T10:00:00Z,{0},counter,met,met\n", "1 basic:greeted invalid")]
    [InlineData("site,channel,basic:greeted\n{0},counter,met\n", "1 occurred_at required")]
    [InlineData("occurred_at,site,channel,basic:greeted\n2026-11-19 10:00,{0},counter,met\n", "2 occurred_at invalid")]
    [InlineData("occurred_at,site,channel,basic:greeted\n2026-11-21T10:00:00Z,{0},counter,met\n", "2 occurred_at future")]
    [InlineData(
        "occurred_at,site,channel,measure:wait_seconds\n2026-11-19T10:00:00Z,{0},counter,\"1,5\"\n", "2 measure:wait_seconds invalid")]
    [InlineData(
        "occurred_at,site,channel,measure:wait_seconds\n2026-11-19T10:00:00Z,{0},counter,-1\n", "2 measure:wait_seconds out_of_range")]
    [InlineData(
        "occurred_at,site,channel,measure:wait_seconds\n2026-11-19T10:00:00Z,{0},counter,NaN\n", "2 measure:wait_seconds out_of_range")]
    [InlineData("occurred_at,site,channel,csat\n2026-11-19T10:00:00Z,{0},counter,6\n", "2 csat invalid")]
    [InlineData(
        "occurred_at,site,channel,comment\n2026-11-19T10:00:00Z,{0},counter,ok\n2026-11-19T10:00:00Z,{0},counter,a \"b\" c\n",
        "3  bad_quote")]
    [InlineData(
        "occurred_at,site,channel,comment\n2026-11-19T10:00:00Z,{0},counter,\"never closed\n2026-11-19T10:00:00Z,{0},counter,ok\n",
        "2  bad_quote")]
    [InlineData("occurred_at,site,channel,basic:greeted\n2026-11-19T10:00:00Z,,counter,met\n", "2 site required")]
    [InlineData(
        "occurred_at,site,channel,staff,basic:greeted\n2026-11-19T10:00:00Z,{0},pigeon,nobody,met\n", "2 channel unknown_reference",
        "2 staff unknown_reference")]
    [InlineData("", "1  empty")]
    [InlineData("\n\n", "1  empty")]
    // The line is counted through quoted line breaks and blank lines.
    [InlineData(
        "occurred_at,site,channel,comment\n2026-11-19T10:00:00Z,{0},counter,\"two\nlines\"\n\n2026-11-19T10:00:00Z,{0},pigeon,x\n",
        "5 channel unknown_reference")]
    public async Task What_is_wrong_is_named_by_line_column_and_code_and_nothing_is_stored(string file, params string[] errors)
    {
        var site = await organisation.SiteAsync();
        var answer = (await ImportAsync(file.Replace("{0}", site, StringComparison.Ordinal))).Is(422);
        Assert.Equal(errors, Errors(answer));
        Assert.Equal("rejected", (string?)answer["status"]);
        Assert.Equal(0, await StoredAsync(site));
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_refused_with_its_line()
    {
        var site = await organisation.SiteAsync();
        var latin = Encoding.Latin1.GetBytes(
            $"occurred_at,site,channel,comment\n2026-11-19T10:00:00Z,{site},counter,fine\n2026-11-19T10:00:00Z,{site},counter,Grüße\n");
        var answer = (await api.PostBytesAsync("imports", latin)).Is(422);
        Assert.Equal("encoding", (string?)answer["errors"]![0]!["code"]);
        Assert.Equal(0, await StoredAsync(site));
    }

    [Theory]
    [InlineData(';', "\n", false)]
    [InlineData('\t', "\n", false)]
    [InlineData(',', "\r\n", false)]
    [InlineData(',', "\n", true)]
    [InlineData(';', "\r\n", true)]
    public async Task Separators_line_ends_and_byte_order_marks_are_recognised(char separator, string lineEnd, bool mark)
    {
        var site = await organisation.SiteAsync();
        var file = (Header + Row(site, "s1", comment: "\"a line\nand another; with, all\tof them\"") + Row(site, "s2", comment: "plain"))
            .Replace(",\"a line", $"{separator}\"a line", StringComparison.Ordinal);
        var rows = new StringBuilder();
        var quoted = false;
        foreach (var c in file)
        {
            if (c == '"') quoted = !quoted;
            rows.Append(quoted || c is not (',' or '\n') ? c.ToString() : c == ',' ? separator.ToString() : lineEnd);
        }

        byte[] bytes = [.. mark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(rows.ToString())];
        Assert.Equal(("done", 2, 2, 0, 0, "pending"), Counts((await api.PostBytesAsync("imports", bytes)).Is(200)));
        Assert.Equal(
            ["a line\nand another; with, all\tof them", "plain"],
            await shared.App.QueryAsync(db =>
                db.InteractionTexts.Where(t => db.Sites.Any(s => s.Id == t.SiteId && s.Code == site)).Select(t => t.Comment!)
                    .OrderBy(t => t).ToListAsync()));
    }

    [Fact]
    public async Task A_blank_site_goes_to_the_default_site()
    {
        var site = await organisation.SiteAsync();
        var file = Header + Row("", "b1");
        (await ImportAsync(file)).Is(422);
        (await ImportAsync(file, $"&defaultSite={site}")).Is(200);
        (await ImportAsync("occurred_at,channel,basic:greeted\n2026-11-19T10:00:00Z,counter,met\n", $"&defaultSite={site}")).Is(200);
        Assert.Equal(2, await StoredAsync(site));
        Assert.Equal(["2 site unknown_reference"], Errors((await ImportAsync(file, "&defaultSite=nowhere")).Is(422)));
    }

    [Fact]
    public async Task Missing_sites_people_and_channels_are_made_when_asked_for_and_not_otherwise()
    {
        var (site, person, channel) = (
            organisation.NewCode("New site "), organisation.NewCode("New person "), organisation.NewCode("New channel "));
        var file =
            "external_id,occurred_at,site,team,staff,channel,reason,basic:greeted\n" +
            $"m1,2026-11-19T23:30:00Z,{site},Crew,{person},{channel},Why,met\n";
        Assert.Equal(
            ["2 channel unknown_reference", "2 reason unknown_reference", "2 site unknown_reference", "2 staff unknown_reference"],
            Errors((await ImportAsync(file)).Is(422)).Order());
        Assert.Equal(["1 site required"], Errors((await ImportAsync(file, "&createMissing=true")).Is(422)));
        (await api.GetAsync($"sites/{Uri.EscapeDataString(site)}")).Is(404);

        // A bad row beside it: nothing is made.
        (await ImportAsync(file + $"m2,never,{site},,,{channel},,met\n", "&createMissing=true&zone=Asia/Tokyo")).Is(422);
        (await api.GetAsync($"sites/{Uri.EscapeDataString(site)}")).Is(404);

        (await ImportAsync(file, "&createMissing=true&zone=Asia/Tokyo")).Is(200);
        Assert.Equal("Asia/Tokyo", (string?)(await api.GetAsync($"sites/{Uri.EscapeDataString(site)}")).Is(200)["zone"]);
        var one = Assert.Single((await api.GetAsync($"interactions?site={Uri.EscapeDataString(site)}")).Is(200).Items)!;
        Assert.Equal((person, "Crew", channel, "Why", "2026-11-20"),
            ((string?)one["staff"], (string?)one["team"], (string?)one["channel"], (string?)one["reason"], (string?)one["businessDate"]));
        Assert.Equal("Crew", (string?)(await api.GetAsync($"staff/{Uri.EscapeDataString(person)}")).Is(200)["team"]);
    }

    [Fact]
    public async Task An_id_chosen_by_the_client_is_polled_and_used_once()
    {
        var site = await organisation.SiteAsync();
        var id = Guid.CreateVersion7();
        (await api.GetAsync($"imports/{id}")).IsProblem(404, "not_found");
        var answer = (await ImportAsync(Header + Row(site, "i1"), $"&id={id}&fileName=week.csv")).Is(200);
        Assert.Equal(id.ToString(), (string?)answer["id"]);
        Assert.Equal(answer.Text, (await api.GetAsync($"imports/{id}")).Is(200).Text);
        Assert.Equal("line,column,code,message,value\r\n", (await api.GetAsync($"imports/{id}/errors.csv")).Is(200).Text);
        Assert.Contains((await api.GetAsync("imports")).Is(200).Items, i => (string?)i!["id"] == id.ToString());

        (await ImportAsync(Header + Row(site, "i2"), $"&id={id}")).IsProblem(409, "conflict");
        Assert.Equal(1, await StoredAsync(site));
    }

    [Theory]
    [InlineData("format=xls", "$.format invalid")]
    [InlineData("source=rumour", "$.source invalid")]
    [InlineData("zone=Nowhere/City", "$.zone invalid")]
    [InlineData("onError=ignore", "$.onError invalid")]
    [InlineData("id=seven", "$.id invalid")]
    [InlineData("createMissing=maybe", "$.createMissing invalid")]
    public async Task Wishes_that_are_not_right_are_refused(string query, string error) =>
        (await api.PostTextAsync($"imports?{query}", Header, "text/csv")).IsRefused(error);

    [Fact]
    public async Task Only_a_hundred_errors_are_shown_and_all_of_them_are_in_the_file()
    {
        var site = await organisation.SiteAsync();
        var answer = (await ImportAsync(Header + string.Concat(Enumerable.Range(0, 150).Select(i => Row(site, $"h{i}", greeted: "?")))))
            .Is(422);
        Assert.Equal(("rejected", 150, 0, 0, 150, "done"), Counts(answer));
        Assert.Equal(100, answer["errors"]!.AsArray().Count);
        var lines = (await api.GetAsync($"imports/{answer["id"]}/errors.csv"))
            .Is(200).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(2, 150), lines.Skip(1).Select(l => int.Parse(l.Split(',')[0])));
    }

    [Fact]
    public async Task Thirty_thousand_rows_go_in()
    {
        var site = await organisation.SiteAsync();
        var rows = new StringBuilder(Header);
        var start = new DateTime(2026, 10, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < 30_000; i++)
            rows.Append(
                CultureInfo.InvariantCulture,
                $"t{i},{start.AddMinutes(i):yyyy-MM-dd'T'HH:mm:ss'Z'},{site},,,counter,,{(i % 10 == 0 ? "missed" : "met")},met," +
                $"{i % 90},,,\n");
        Assert.Equal(("done", 30_000, 30_000, 0, 0, "pending"), Counts((await ImportAsync(rows.ToString())).Is(200)));
        Assert.Equal(30_000, await StoredAsync(site));
        // A wait of up to 60 of 0…89 meets the target.
        Assert.Equal(
            (30_000 * 9 / 10, Enumerable.Range(0, 30_000).Count(i => i % 90 <= 60 && i % 10 != 0)),
            await shared.App.QueryAsync(async db =>
            {
                var ours = db.Interactions.Where(i => db.Sites.Any(s => s.Id == i.SiteId && s.Code == site));
                return (await ours.CountAsync(i => (i.Met & 1) == 1), await ours.CountAsync(i => i.AllBasicsMet));
            }));
    }

    private static (string?, int, int, int, int, string?) Counts(Answer import) =>
        ((string?)import["status"], (int)import["rows"]!, (int)import["stored"]!, (int)import["duplicates"]!, (int)import["rejected"]!,
            (string?)import["analysis"]);

    private static string[] Errors(Answer import) =>
        [.. import["errors"]!.AsArray().Select(e => $"{e!["line"]} {e["column"]} {e["code"]}")];

    private static string Row(string site, string externalId, string greeted = "met", string comment = "") =>
        $"{externalId},2026-11-19T10:00:00Z,{site},,,counter,,{greeted},met,10,met,,{comment}\n";

    private Task<Answer> ImportAsync(string file, string query = "") => api.PostTextAsync("imports?format=csv" + query, file, "text/csv");

    private Task<int> StoredAsync(string site) =>
        shared.App.QueryAsync(db => db.Interactions.CountAsync(i => db.Sites.Any(s => s.Id == i.SiteId && s.Code == site)));
}

public sealed class ImportLimitTests(PostgresCluster postgres)
{
    [Fact]
    public async Task A_file_over_the_limit_answers_413_and_leaves_nothing_behind()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres, ("Imports:MaxBytes", "1000"));
        using var api = await app.AdminAsync();
        (await api.PostTextAsync("imports", new string('x', 1001), "text/csv")).IsProblem(413, "too_large");
        Assert.Empty((await api.GetAsync("imports")).Is(200).Items);
        Assert.Empty(Directory.GetFiles(Path.Combine(Path.GetDirectoryName(app.ConnectionString["Data Source=".Length..])!, "spool")));
        Assert.Equal("empty", (string?)(await api.PostTextAsync("imports", "", "text/csv")).Is(422)["errors"]![0]!["code"]);
    }
}
