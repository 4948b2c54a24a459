using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Organisation;

public sealed class MasterDataOnSqliteTests(OnSqlite shared) : MasterDataTests(shared), IClassFixture<OnSqlite>;

public sealed class MasterDataOnPostgresTests(OnPostgres shared) : MasterDataTests(shared), IClassFixture<OnPostgres>;

public abstract class MasterDataTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task A_site_is_made_with_201_and_changed_with_200()
    {
        var made = (await api.PutAsync("sites/quay", new { name = "Quay", zone = "Europe/Paris", dayStart = "04:00" })).Is(201);
        Assert.Equal("/api/v1/sites/quay", made.Location);
        var quay = JsonNode.Parse(
            """{"code":"quay","name":"Quay","zone":"Europe/Paris","dayStart":"04:00","idleLock":90,"fullCheckOneIn":8}""");
        Assert.True(JsonNode.DeepEquals(quay, made.Json), made.Text);

        var changed = (await api.PutAsync("sites/quay", new { name = "Old quay", zone = "Europe/Berlin" })).Is(200);
        var oldQuay = JsonNode.Parse(
            """{"code":"quay","name":"Old quay","zone":"Europe/Berlin","dayStart":"00:00","idleLock":90,"fullCheckOneIn":8}""");
        Assert.True(JsonNode.DeepEquals(oldQuay, changed.Json), changed.Text);

        var read = (await api.GetAsync("sites/quay")).Is(200);
        Assert.Equal(changed.Text, read.Text);
        Assert.Equal(changed.ETag, read.ETag);
        Assert.Single((await api.GetAsync("sites")).Is(200).Items, s => (string?)s!["code"] == "quay");
    }

    [Fact]
    public async Task Teams_staff_channels_and_reasons_are_given_back_as_they_were_saved()
    {
        var site = await organisation.SiteAsync();
        await Saved(
            $"sites/{site}/teams/front", new { name = "Front desk" }, $$"""{"code":"front","name":"Front desk","site":"{{site}}"}""");
        await Saved(
            "staff/mira", new { name = "Mira", site, team = "front", role = "Clerk", activeFrom = "2026-01-01", activeTo = "2026-12-31" },
            $$"""
            {"code":"mira","name":"Mira","site":"{{site}}","team":"front","role":"Clerk","activeFrom":"2026-01-01","activeTo":"2026-12-31",
             "periods":[{"from":"2026-01-01","to":"2026-12-31"}]}
            """);
        await Saved("channels/chat", new { name = "Chat", kind = "chat" }, """{"code":"chat","name":"Chat","kind":"chat"}""");
        await Saved("channels/post", new { name = "Post" }, """{"code":"post","name":"Post","kind":"other"}""");
        await Saved(
            "reasons/complaint", new { name = "Complaint" }, """{"code":"complaint","name":"Complaint","icon":null,"complaint":false}""");
        Assert.Equal(["front"], (await api.GetAsync($"sites/{site}/teams")).Is(200).Items.Select(t => (string?)t!["code"]));
        Assert.Contains((await api.GetAsync("staff")).Is(200).Items, s => (string?)s!["code"] == "mira");
        Assert.Contains((await api.GetAsync("channels")).Is(200).Items, s => (string?)s!["code"] == "post");
        Assert.Contains((await api.GetAsync("reasons")).Is(200).Items, s => (string?)s!["code"] == "complaint");

        async Task Saved(string path, object input, string expected)
        {
            (await api.PutAsync(path, input)).Is(201);
            var read = (await api.GetAsync(path)).Is(200);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), read.Json), read.Text);
        }
    }

    [Theory]
    [InlineData("sites/nowhere")]
    [InlineData("sites/nowhere/teams")]
    [InlineData("sites/harbour/teams/nobody")]
    [InlineData("staff/nobody")]
    [InlineData("channels/none")]
    [InlineData("reasons/none")]
    [InlineData("no/such/call")]
    public async Task What_is_not_there_answers_404(string path) => (await api.GetAsync(path)).IsProblem(404, "not_found");

    [Fact]
    public async Task A_team_of_an_unknown_site_answers_404() =>
        (await api.PutAsync("sites/nowhere/teams/front", new { name = "Front" })).IsProblem(404, "not_found");

    [Theory, InlineData("sites/", true), InlineData("channels/", false), InlineData("reasons/", false)]
    public async Task Of_many_who_make_only_something_new_one_makes_it_and_all_others_are_told_that_it_is_there(string list, bool hasZone)
    {
        var path = list + organisation.NewCode("new");
        object input = hasZone ? new { name = "New", zone = "UTC" } : new { name = "New" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            api.SendAsync(HttpMethod.Put, path, JsonContent.Create(input, input.GetType()), ifNoneMatch: "*")));
        Assert.Equal(1, answers.Count(a => a.Status == 201));
        Assert.All(answers.Where(a => a.Status != 201), a => a.IsProblem(412, "stale"));
    }

    [Fact]
    public async Task Saving_over_an_unseen_change_answers_412_and_changes_nothing()
    {
        var site = await organisation.SiteAsync();
        var first = (await api.GetAsync($"sites/{site}")).ETag;
        (await api.PutAsync($"sites/{site}", new { name = "Second", zone = "UTC" }, first)).Is(200);

        (await api.PutAsync($"sites/{site}", new { name = "Third", zone = "UTC" }, first)).IsProblem(412, "stale");
        (await api.PutAsync($"sites/{site}", new { name = "Third", zone = "UTC" }, "\"nonsense\"")).IsProblem(412, "stale");
        (await api.PutAsync("sites/brand-new", new { name = "New", zone = "UTC" }, "\"1\"")).IsProblem(412, "stale");
        var now = await api.GetAsync($"sites/{site}");
        Assert.Equal("Second", (string?)now["name"]);
        (await api.PutAsync($"sites/{site}", new { name = "Third", zone = "UTC" }, now.ETag)).Is(200);
    }

    [Theory]
    [InlineData("sites/{0}/teams/t", """{"name":"T"}""")]
    [InlineData("staff/{0}", """{"name":"P","site":"harbour"}""")]
    [InlineData("channels/{0}", """{"name":"C"}""")]
    [InlineData("reasons/{0}", """{"name":"R"}""")]
    public async Task Everything_that_can_be_edited_refuses_a_stale_tag(string path, string body)
    {
        var code = path.Contains("/teams/", StringComparison.Ordinal) ? await organisation.SiteAsync() : organisation.NewCode("stale");
        path = string.Format(path, code);
        var tag = (await api.PutAsync(path, JsonNode.Parse(body))).Is(201).ETag;
        (await api.PutAsync(path, JsonNode.Parse(body), tag)).Is(200);
        (await api.PutAsync(path, JsonNode.Parse(body), tag)).IsProblem(412, "stale");
    }

    [Fact]
    public async Task Unknown_members_are_refused_by_name_all_at_once()
    {
        var site = organisation.NewCode("site");
        (await api.PutAsync($"sites/{site}", new { name = "S", zone = "UTC", colour = "red", size = 3 }))
            .IsRefused("$.colour unknown_member", "$.size unknown_member");
        (await api.GetAsync($"sites/{site}")).Is(404);
    }

    [Theory]
    [InlineData("""{"zone":"UTC"}""", "$.name required")]
    [InlineData("""{"name":"  ","zone":"UTC"}""", "$.name required")]
    [InlineData("""{"name":"S"}""", "$.zone required")]
    [InlineData("""{"name":"S","zone":"Mars/Olympus"}""", "$.zone invalid")]
    [InlineData("""{"name":"S","zone":"Pacific Standard Time"}""", "$.zone invalid")]
    [InlineData("""{"name":"S","zone":"UTC","dayStart":"25:00"}""", "$.dayStart invalid")]
    [InlineData("""{"name":7,"zone":"UTC"}""", "$.name invalid")]
    public async Task A_site_that_is_not_right_is_refused(string body, string error)
    {
        var site = organisation.NewCode("bad");
        (await api.PutAsync($"sites/{site}", JsonNode.Parse(body))).IsRefused(error);
        (await api.GetAsync($"sites/{site}")).Is(404);
    }

    [Theory]
    [InlineData("""{"name":"P","site":"nowhere"}""", "$.site unknown_reference")]
    [InlineData("""{"name":"P"}""", "$.site required")]
    [InlineData("""{"name":"P","site":"harbour","team":"none"}""", "$.team unknown_reference")]
    [InlineData("""{"name":"P","site":"harbour","activeFrom":"2026-02-01","activeTo":"2026-01-31"}""", "$.activeTo invalid")]
    [InlineData("""{"name":"P","site":"harbour","activeFrom":"yesterday"}""", "$.activeFrom invalid")]
    public async Task A_staff_member_that_is_not_right_is_refused(string body, string error) =>
        (await api.PutAsync($"staff/{organisation.NewCode("bad")}", JsonNode.Parse(body))).IsRefused(error);

    [Fact]
    public async Task Kinds_and_icons_come_from_their_lists()
    {
        (await api.PutAsync("channels/smoke", new { name = "Smoke", kind = "signals" })).IsRefused("$.kind invalid");
        (await api.PutAsync("reasons/smoke", new { name = "Smoke", icon = "no-such-icon" })).IsRefused("$.icon invalid");
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("Smith & Sons")]
    [InlineData("Łódź 東京")]
    [InlineData("50%")]
    [InlineData("q?x=1#y")]
    [InlineData("a+b")]
    public async Task Codes_may_hold_any_printable_text(string code)
    {
        await organisation.SiteAsync(code);
        await organisation.TeamAsync(code, code);
        var escaped = Uri.EscapeDataString(code);
        Assert.Equal(code, (string?)(await api.GetAsync($"sites/{escaped}")).Is(200)["code"]);
        Assert.Equal(code, (string?)(await api.GetAsync($"sites/{escaped}/teams/{escaped}")).Is(200)["code"]);
        var logged = await organisation.LogAsync(Hosting.Organisation.Entry(site: code).With("team", code));
        Assert.Equal(code, (string?)logged["team"]);
        Assert.Single((await api.GetAsync($"interactions?site={escaped}")).Is(200).Items);
    }

    [Fact]
    public async Task Outer_blanks_are_no_part_of_a_code_and_case_is()
    {
        await organisation.SiteAsync("Mill");
        (await api.PutAsync("sites/%20Mill%20", new { name = "Same", zone = "UTC" })).Is(200);
        (await api.PutAsync("sites/mill", new { name = "Another", zone = "UTC" })).Is(201);
        Assert.Equal("Same", (string?)(await api.GetAsync("sites/Mill")).Is(200)["name"]);
    }

    [Fact]
    public async Task A_code_is_at_most_100_characters_of_which_none_controls()
    {
        (await api.PutAsync($"sites/{new string('x', 100)}", new { name = "Long", zone = "UTC" })).Is(201);
        (await api.PutAsync($"sites/{new string('x', 101)}", new { name = "Long", zone = "UTC" })).IsRefused("$.code invalid");
        (await api.PutAsync("sites/a%07b", new { name = "Bell", zone = "UTC" })).IsRefused("$.code invalid");
        (await api.PutAsync("sites/%20", new { name = "Blank", zone = "UTC" })).IsRefused("$.code invalid");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_code_that_no_address_can_hold_comes_in_on_no_way(string code)
    {
        var person = await organisation.StaffAsync(null, Hosting.Organisation.Site);
        (await api.PostAsync($"staff/{person}/rename", new { code })).IsRefused("$.code invalid");
        (await api.PostAsync(
            "baselines",
            new
            {
                name = "B",
                effectiveFrom = "2031-01-01",
                targetConsistency = 0.9,
                expectations = new[] { Hosting.Organisation.Check(code) }
            }))
            .IsRefused("$.expectations[0].code invalid");
        var file =
            "occurred_at,site,staff,channel,basic:greeted,basic:identity,basic:anything_else\n" +
            "2026-11-20T10:00:00Z,{0},{1},phone,met,met,met\n";
        foreach (var (site, staff) in new[] { (code, "dvolkov"), (Hosting.Organisation.Site, code) })
        {
            var refused =
                (await api.PostTextAsync(
                    "imports?createMissing=true&zone=Europe/London", string.Format(CultureInfo.InvariantCulture, file, site, staff),
                    "text/csv")).Is(422);
            Assert.Equal(1, (int)refused["rejected"]!);
        }

        Assert.DoesNotContain(
            code, (await api.GetAsync("sites")).Is(200).Items.Concat(
                (await api.GetAsync("staff")).Is(200).Items).Select(i => (string?)i!["code"]));
    }

    [Fact]
    public async Task A_leaver_keeps_their_history_and_gets_no_new_one()
    {
        var person = await organisation.StaffAsync(null, Hosting.Organisation.Site);
        var earlier = await organisation.LogAsync(Hosting.Organisation.Entry("2026-10-01T10:00:00Z").With("staff", person));
        (await api.PutAsync($"staff/{person}", new { name = person, site = Hosting.Organisation.Site, activeTo = "2026-10-31" })).Is(200);

        Assert.Equal(person, (string?)(await api.GetAsync($"interactions/{earlier["id"]}")).Is(200)["staff"]);
        await organisation.LogAsync(Hosting.Organisation.Entry("2026-10-31T10:00:00Z").With("staff", person));
        (await api.PostAsync("interactions", Hosting.Organisation.Entry("2026-11-01T10:00:00Z").With("staff", person)))
            .IsRefused("$.staff not_active");
        Assert.Equal(2, (await api.GetAsync($"interactions?staff={person}")).Is(200).Items.Count);
    }

    [Fact]
    public async Task Twenty_puts_of_one_new_code_at_once_make_one_and_fail_none()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => api.PutAsync("sites/race", new { name = $"Race {i}", zone = "UTC" })));
        // Who comes at the same moment is told so; who comes later changes it.
        var statuses = answers.Select(a => a.Status).ToList();
        Assert.Single(statuses, s => s == 201);
        Assert.All(statuses, s => Assert.Contains(s, new[] { 200, 201, 409, 412 }));
        Assert.Single((await api.GetAsync("sites")).Is(200).Items, s => (string?)s!["code"] == "race");
    }

    [Theory]
    [InlineData("{\"name\":\"S\",")]
    [InlineData("")]
    [InlineData("nothing")]
    public async Task A_body_that_is_no_JSON_answers_400(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await api.SendAsync(HttpMethod.Put, "sites/broken", content);
        Assert.Equal(400, answer.Status);
        Assert.StartsWith("application/problem+json", answer.ContentType, StringComparison.Ordinal);
    }
}
