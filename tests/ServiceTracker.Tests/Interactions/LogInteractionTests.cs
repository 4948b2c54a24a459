using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Interactions;

public sealed class LogInteractionOnSqliteTests(OnSqlite shared) : LogInteractionTests(shared), IClassFixture<OnSqlite>;

public sealed class LogInteractionOnPostgresTests(OnPostgres shared) : LogInteractionTests(shared), IClassFixture<OnPostgres>;

public abstract class LogInteractionTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task A_logged_interaction_is_answered_with_everything_about_it_and_read_again_the_same()
    {
        var site = await organisation.SiteAsync();
        var team = await organisation.TeamAsync(site);
        var id = Guid.CreateVersion7();
        var answer = await organisation.LogAsync(new JsonObject
        {
            ["id"] = id,
            ["externalId"] = "till-7",
            ["site"] = site,
            ["team"] = team,
            ["staff"] = "dvolkov",
            ["channel"] = "counter",
            ["reason"] = "renewal",
            ["occurredAt"] = "2026-07-01T00:30:00.123456+02:00",
            ["source"] = "observer",
            ["check"] = "full",
            ["observations"] = new JsonObject
            {
                ["greeted"] = "met",
                ["identity"] = "missed",
                ["wait_seconds"] = 42.5,
                ["anything_else"] = "na",
            },
            ["causes"] = new JsonObject { ["identity"] = "process" },
            ["standOuts"] = new JsonArray(
                new JsonObject { ["kind"] = "personal", ["note"] = "Knew the name" }, new JsonObject { ["kind"] = "owned_mistake" }),
            ["outcome"] = "referred",
            ["customer"] = "C-1",
            ["csat"] = 4,
            ["comment"] = "Fine.\n\"Really\"",
            ["note"] = "Ünïcødé ✓",
        });

        var expected = JsonNode.Parse(
            $$"""
            {"id":"{{id}}","externalId":"till-7","site":"{{site}}","team":"{{team}}","staff":"dvolkov","channel":"counter",
             "reason":"renewal",
             "occurredAt":"2026-06-30T23:30:00.123456+01:00","zone":"Europe/London","recordedAt":"2026-11-20T12:00:00+00:00","baseline":1,
              "businessDate":"2026-06-30","isoWeek":"2026-W27",
             "basicsScore":50.00,"allBasicsMet":false,"criticalMissed":true,"state":"counted","excludedAs":null,"conduct":null,
              "source":"observer","check":"full",
              "outcome":"referred",
             "observations":{"greeted":"met","identity":"missed","wait_seconds":42.5,"anything_else":"na"},"causes":{"identity":"process"},
             "standOuts":[{"kind":"personal","note":"Knew the name"},{"kind":"owned_mistake","note":null}],
             "customer":"C-1","csat":4,"comment":"Fine.\n\"Really\"","note":"Ünïcødé ✓","sameContactAs":null,"contact":null,
             "links":{"self":"/api/v1/interactions/{{id}}","page":"/interactions/{{id}}"} }
            """);
        Assert.True(JsonNode.DeepEquals(expected, answer.Json), answer.Text);
        Assert.Equal($"/api/v1/interactions/{id}", answer.Location);
        var read = (await api.GetAsync($"interactions/{id}")).Is(200);
        Assert.Equal(answer.Text, read.Text);
        Assert.Equal(answer.ETag, read.ETag);
    }

    // Weights: greeted 1, identity 3 (critical), wait_seconds 2, anything_else 1.
    [Theory]
    [InlineData("met", "met", "60", "met", 100.0, true, false)]
    [InlineData("met", "met", "60.01", "met", 71.43, false, false)]
    [InlineData("missed", "met", "0", "met", 85.71, false, false)]
    [InlineData("met", "missed", "0", "met", 57.14, false, true)]
    [InlineData("missed", "missed", "61", "missed", 0.0, false, true)]
    [InlineData("met", "na", "\"na\"", "missed", 50.0, false, false)]
    [InlineData("na", "met", "\"na\"", "na", 100.0, true, false)]
    [InlineData("missed", "na", "10", "na", 66.67, false, false)]
    [InlineData("na", "na", "\"na\"", "na", null, false, false)]
    public async Task The_score_is_the_weight_met_of_the_weight_applicable(
        string greeted, string identity, string wait, string anything, double? score, bool all, bool critical)
    {
        var answer = await organisation.LogAsync(Entry().With("observations", new JsonObject
        {
            ["greeted"] = greeted,
            ["identity"] = identity,
            ["wait_seconds"] = JsonNode.Parse(wait),
            ["anything_else"] = anything,
        }));
        Assert.Equal((decimal?)score, (decimal?)answer["basicsScore"]);
        Assert.Equal(all, (bool)answer["allBasicsMet"]!);
        Assert.Equal(critical, (bool)answer["criticalMissed"]!);
    }

    [Fact]
    public async Task All_met_meets_every_check_of_the_channel_and_leaves_measures_out()
    {
        foreach (var channel in new[] { "counter", "phone" })
        {
            var answer = await organisation.LogAsync(Entry(channel: channel).With("observations", "all_met"));
            Assert.True(JsonNode.DeepEquals(
                JsonNode.Parse("""{"greeted":"met","identity":"met","wait_seconds":"na","anything_else":"met"}"""), answer["observations"]),
                answer.Text);
            Assert.Equal(100m, (decimal)answer["basicsScore"]!);
            Assert.True((bool)answer["allBasicsMet"]!);
        }
    }

    [Fact]
    public async Task What_a_channel_does_not_have_is_neither_asked_nor_taken()
    {
        var answer = await organisation.LogAsync(Entry(channel: "phone"));
        Assert.Equal("na", (string?)answer["observations"]!["wait_seconds"]);
        await organisation.LogAsync(Entry(channel: "phone").Observed("wait_seconds", "na"));
        (await api.PostAsync("interactions", Entry(channel: "phone").Observed("wait_seconds", 10)))
            .IsRefused("$.observations.wait_seconds not_applicable");
    }

    [Fact]
    public async Task Every_observation_that_is_not_right_is_named()
    {
        var observations = new JsonObject { ["greeted"] = "yes", ["identity"] = true, ["wait_seconds"] = -1, ["smiled"] = "met" };
        (await api.PostAsync("interactions", Entry().With("observations", observations))).IsRefused(
            "$.observations.greeted invalid", "$.observations.identity invalid", "$.observations.wait_seconds out_of_range",
            "$.observations.smiled unknown_reference", "$.observations.anything_else required");
        (await api.PostAsync("interactions", Entry().Observed("wait_seconds", "met").Observed("greeted", 1))).IsRefused(
            "$.observations.wait_seconds invalid", "$.observations.greeted invalid");
        (await api.PostAsync("interactions", Entry().Observed("wait_seconds", 1e10))).IsRefused("$.observations.wait_seconds out_of_range");
        (await api.PostAsync("interactions", Entry().With("observations", "all_missed"))).IsRefused("$.observations invalid");
        (await api.PostAsync("interactions", Entry().With("observations", 5))).IsRefused("$.observations invalid");
    }

    // London, with the business day beginning at 04:00 in one of two sites.
    [Theory]
    [InlineData("00:00", "2026-11-19T23:59:59Z", "2026-11-19", "2026-W47")]
    [InlineData("00:00", "2026-11-20T00:00:00Z", "2026-11-20", "2026-W47")]
    [InlineData("04:00", "2026-11-20T03:59:59Z", "2026-11-19", "2026-W47")]
    [InlineData("04:00", "2026-11-20T04:00:00Z", "2026-11-20", "2026-W47")]
    [InlineData("04:00", "2026-11-16T03:59:59Z", "2026-11-15", "2026-W46")]
    [InlineData("04:00", "2026-03-29T02:59:59Z", "2026-03-28", "2026-W13")] // 03:59:59 summer time, the clocks went forward at 01:00
    [InlineData("04:00", "2026-03-29T03:00:00Z", "2026-03-29", "2026-W13")]
    [InlineData("04:00", "2026-10-25T03:59:59Z", "2026-10-24", "2026-W43")] // 03:59:59 winter time, the clocks went back at 02:00
    [InlineData("04:00", "2026-10-25T04:00:00Z", "2026-10-25", "2026-W43")]
    [InlineData("00:00", "2026-06-30T23:00:00Z", "2026-07-01", "2026-W27")]
    public async Task The_business_date_follows_the_sites_clock_and_day_start(string dayStart, string occurredAt, string date, string week)
    {
        var answer = await organisation.LogAsync(Entry(occurredAt, await organisation.SiteAsync(dayStart: dayStart)));
        Assert.Equal((date, week), ((string?)answer["businessDate"], (string?)answer["isoWeek"]));
    }

    [Fact]
    public async Task Both_passes_of_the_hour_that_comes_twice_keep_their_offsets()
    {
        var first = await organisation.LogAsync(Entry("2026-10-25T00:30:00Z"));
        var second = await organisation.LogAsync(Entry("2026-10-25T01:30:00Z"));
        Assert.Equal("2026-10-25T01:30:00+01:00", (string?)first["occurredAt"]);
        Assert.Equal("2026-10-25T01:30:00+00:00", (string?)second["occurredAt"]);
    }

    [Theory]
    [InlineData("2025-12-29T12:00:00Z", "2026-W01")]
    [InlineData("2026-01-04T12:00:00Z", "2026-W01")]
    [InlineData("2021-01-01T12:00:00Z", "2020-W53")]
    public async Task A_week_belongs_to_the_year_of_its_Thursday(string occurredAt, string week) =>
        Assert.Equal(week, (string?)(await organisation.LogAsync(Entry(occurredAt)))["isoWeek"]);

    [Fact]
    public async Task A_time_up_to_five_minutes_ahead_is_taken_and_later_ones_are_not()
    {
        await organisation.LogAsync(Entry("2026-11-20T12:04:00Z"));
        await organisation.LogAsync(Entry("2026-11-20T12:05:00Z"));
        (await api.PostAsync("interactions", Entry("2026-11-20T12:05:01Z"))).IsRefused("$.occurredAt future");
        (await api.PostAsync("interactions", Entry("2026-11-20T14:04:00+01:00"))).IsRefused("$.occurredAt future");
        (await api.PostAsync("interactions", Entry("1989-12-31T00:00:00Z"))).IsRefused("$.occurredAt invalid");
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00")]
    [InlineData("2026-11-20")]
    [InlineData("20.11.2026 10:00")]
    [InlineData("2026-02-30T10:00:00Z")]
    public async Task A_time_needs_an_offset(string time) =>
        (await api.PostAsync("interactions", Entry(time))).IsRefused("$.occurredAt invalid");

    [Theory]
    [InlineData("2026-11-20T10:00:00Z", "2026-11-20T10:00:00+00:00")]
    [InlineData("2026-11-20T10:00:00.5Z", "2026-11-20T10:00:00.5+00:00")]
    [InlineData("2026-11-20T10:00:00.1234567Z", "2026-11-20T10:00:00.123456+00:00")]
    [InlineData("2026-11-20T11:00:00+01:00", "2026-11-20T10:00:00+00:00")]
    [InlineData("2026-11-20T05:30:00.1234567-04:30", "2026-11-20T10:00:00.123456+00:00")]
    [InlineData("2026-11-20 10:00:00Z", "2026-11-20T10:00:00+00:00")]
    [InlineData("2026-11-20 11:00:00+01:00", "2026-11-20T10:00:00+00:00")]
    [InlineData("2026-11-20T10:00:00.12345678Z", "2026-11-20T10:00:00.123456+00:00")]
    [InlineData("2026-11-20t11:00:00.123456789123+01:00", "2026-11-20T10:00:00.123456+00:00")]
    public async Task A_time_is_taken_in_every_form_of_RFC_3339(string time, string answered) =>
        Assert.Equal(answered, (string?)(await organisation.LogAsync(Entry(time)))["occurredAt"]);

    [Theory]
    [InlineData("2026-11-20T10:00Z")]
    [InlineData("2026-11-20T11:00+01:00")]
    [InlineData("2026-11-20T11:00:00+01")]
    [InlineData("2026-11-20T11:00:00.12+01")]
    [InlineData("2026-11-20T10:00:00+14:01")]
    [InlineData("2026-11-20T10:00:00.0000000zzzzz")]
    [InlineData("2026-11-20T10:00:60Z")]
    public async Task A_time_in_another_form_is_refused(string time) =>
        (await api.PostAsync("interactions", Entry(time))).IsRefused("$.occurredAt invalid");

    [Fact]
    public async Task Unknown_names_are_refused_each_with_its_place()
    {
        var answer = await api.PostAsync(
            "interactions", Entry().With("site", "s").With("staff", "p").With("channel", "c").With("reason", "r"));
        answer.IsProblem(422, "unknown_reference").IsRefused(
            "$.site unknown_reference", "$.staff unknown_reference", "$.channel unknown_reference", "$.reason unknown_reference");
        (await api.PostAsync("interactions", Entry().With("team", "t"))).IsRefused("$.team unknown_reference");
    }

    [Fact]
    public async Task What_is_missing_is_named() =>
        (await api.PostAsync("interactions", new JsonObject())).IsProblem(422, "validation").IsRefused(
            "$.site required", "$.channel required", "$.occurredAt required", "$.observations required");

    [Fact]
    public async Task Every_member_of_a_wrong_type_is_named()
    {
        var answer = await api.PostTextAsync("interactions", """
            {"id":"not-a-guid","site":5,"channel":["counter"],"occurredAt":"now","observations":"all_met","csat":"4",
             "standOuts":{"kind":"personal"},"causes":[],"colour":1}
            """);
        answer.IsRefused(
            "$.id invalid", "$.site invalid", "$.channel invalid", "$.occurredAt invalid", "$.csat invalid", "$.standOuts invalid",
            "$.causes invalid",
            "$.colour unknown_member");
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused_alone_and_beside_other_errors()
    {
        (await api.PostTextAsync("interactions", """{"site":"harbour","comment":"\ud83d"}""")).IsRefused("$.comment invalid");
        (await api.PostTextAsync("interactions", """{"csat":"4","comment":"\ud83d"}""")).IsRefused("$.csat invalid");
    }

    [Theory]
    [InlineData("csat", "0", "$.csat invalid")]
    [InlineData("csat", "6", "$.csat invalid")]
    [InlineData("csat", "4.5", "$.csat invalid")]
    [InlineData("source", "\"rumour\"", "$.source invalid")]
    [InlineData("check", "\"slow\"", "$.check invalid")]
    [InlineData("outcome", "\"lost\"", "$.outcome invalid")]
    [InlineData("id", "\"00000000-0000-0000-0000-000000000000\"", "$.id invalid")]
    [InlineData("externalId", "\" \"", "$.externalId invalid")]
    [InlineData("standOuts", """[{"kind":"personal"},{"kind":"magic"}]""", "$.standOuts[1].kind invalid")]
    [InlineData("causes", """{"smiled":"process"}""", "$.causes.smiled unknown_reference")]
    [InlineData("causes", """{"greeted":"process"}""", "$.causes.greeted invalid")]
    public async Task A_value_that_is_not_possible_is_refused(string member, string value, string error) =>
        (await api.PostAsync("interactions", Entry().With(member, JsonNode.Parse(value)))).IsRefused(error);

    [Fact]
    public async Task A_cause_comes_from_its_list() =>
        (await api.PostAsync(
            "interactions", Entry().Observed("greeted", "missed").With("causes", new JsonObject { ["greeted"] = "weather" })))
            .IsRefused("$.causes.greeted invalid");

    [Fact]
    public async Task Malformed_JSON_answers_400_and_other_types_415()
    {
        var broken = await api.PostTextAsync("interactions", """{"site": "harbour",""");
        Assert.Equal(400, broken.Status);
        Assert.StartsWith("application/problem+json", broken.ContentType, StringComparison.Ordinal);
        (await api.PostTextAsync("interactions", """{"site":"harbour","site":"harbour"}""")).IsProblem(400, "validation");
        (await api.PostTextAsync("interactions", """{"observations":{"greeted":"met","greeted":"missed"}}""")).IsProblem(400, "validation");
        (await api.PostTextAsync("interactions", "site=harbour", "application/x-www-form-urlencoded"))
            .IsProblem(415, "unsupported_media_type");
        (await api.PostTextAsync("imports", "{}", "application/x-www-form-urlencoded")).IsProblem(415, "unsupported_media_type");
        (await api.PutAsync("interactions", new JsonObject())).IsProblem(405, "method_not_allowed");
        (await api.PostTextAsync("interactions", "null")).IsRefused("$ required");
    }

    [Fact]
    public async Task An_oversized_body_answers_413()
    {
        (await api.PostAsync("interactions", Entry().With("note", new string('x', 1 << 20)))).IsProblem(413, "too_large");
        (await api.PostAsync("interactions", Entry().With("note", new string('x', 4001)))).IsRefused("$.note invalid");
        await organisation.LogAsync(Entry().With("note", new string('x', 4000)));
    }

    [Fact]
    public async Task A_retry_by_id_answers_200_with_what_is_stored_and_other_content_409()
    {
        var id = Guid.CreateVersion7().ToString();
        var first = await organisation.LogAsync(Entry().With("id", id).With("note", "once"));

        var retry = (await api.PostAsync("interactions", Entry().With("id", id).With("note", "once"))).Is(200);
        Assert.Equal(first.Text, retry.Text);
        var reordered = Entry().With("id", id).With("note", "once");
        var turned = new JsonObject(reordered.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
        {
            ["observations"] = new JsonObject(
                reordered["observations"]!.AsObject().Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))),
            ["occurredAt"] = "2026-11-20T11:00:00.000+01:00",
            ["site"] = " harbour ",
        };
        Assert.Equal(first.Text, (await api.PostAsync("interactions", turned)).Is(200).Text);

        (await api.PostAsync("interactions", Entry().With("id", id).With("note", "twice"))).IsProblem(409, "conflict");
        (await api.PostAsync("interactions", Entry().With("id", id).With("note", "once").Observed("greeted", "missed")))
            .IsProblem(409, "conflict");
        Assert.Equal(first.Text, (await api.GetAsync($"interactions/{id}")).Is(200).Text);
        Assert.Equal(1, await shared.App.QueryAsync(db => db.Interactions.CountAsync(i => i.Id == Guid.Parse(id))));
    }

    [Fact]
    public async Task A_retry_by_external_id_is_told_apart_by_site_and_source()
    {
        var site = await organisation.SiteAsync();
        var first = await organisation.LogAsync(Entry(site: site).With("externalId", "r-1"));
        Assert.Equal(first.Text, (await api.PostAsync("interactions", Entry(site: site).With("externalId", "r-1"))).Is(200).Text);
        (await api.PostAsync("interactions", Entry(site: site).With("externalId", "r-1").With("csat", 1))).IsProblem(409, "conflict");
        (await api.PostAsync(
            "interactions", Entry(site: site).With("externalId", "r-1").With("id", Guid.CreateVersion7().ToString()).With("csat", 2)))
                .IsProblem(409, "conflict");

        await organisation.LogAsync(Entry(site: site).With("externalId", "r-1").With("source", "observer"));
        await organisation.LogAsync(Entry(site: await organisation.SiteAsync()).With("externalId", "r-1"));
        Assert.Equal(2, (await api.GetAsync($"interactions?site={site}")).Is(200).Items.Count);
    }

    [Fact]
    public async Task Where_no_team_is_named_it_is_the_one_that_the_person_belongs_to_at_the_site()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (team, guests) = (await organisation.TeamAsync(site), await organisation.TeamAsync(site));
        var person = await organisation.StaffAsync(null, site);
        (await api.PutAsync($"staff/{person}", new { name = person, site, team })).Is(200);
        Assert.Equal(team, (string?)(await organisation.LogAsync(Entry(site: site).With("staff", person)))["team"]);
        Assert.Equal(guests, (string?)(await organisation.LogAsync(Entry(site: site).With("staff", person).With("team", guests)))["team"]);
        Assert.Null((string?)(await organisation.LogAsync(Entry(site: site).With("staff", person).With("team", "")))["team"]);
        Assert.Null((string?)(await organisation.LogAsync(Entry(site: other).With("staff", person)))["team"]);
        Assert.Null((string?)(await organisation.LogAsync(Entry(site: site)))["team"]);
        // A later move changes nothing of it.
        (await api.PutAsync($"staff/{person}", new { name = person, site, team = guests })).Is(200);
        Assert.Equal(
            [null, team, guests],
            (await api.GetAsync($"interactions?site={site}&staff={person}")).Is(200).Items.Select(i => (string?)i!["team"])
                .Order(StringComparer.Ordinal));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_retry_by_external_id_is_recognised_after_its_person_has_left_whatever_id_it_carries(bool withNewId)
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var entry = Entry(site: site).With("externalId", "till-7").With("staff", person);
        var first = await organisation.LogAsync(entry);
        (await api.PutAsync($"staff/{person}", new { name = person, site, activeTo = "2026-01-31" })).Is(200);
        if (withNewId) entry.With("id", Guid.CreateVersion7().ToString());
        Assert.Equal((string?)first["id"], (string?)(await api.PostAsync("interactions", entry)).Is(200)["id"]);
        var other = entry.With("csat", 1);
        Assert.NotEqual(200, (await api.PostAsync("interactions", other)).Status);
        Assert.Single((await api.GetAsync($"interactions?site={site}")).Is(200).Items);
    }

    [Fact]
    public async Task Twenty_posts_of_one_interaction_at_once_store_it_once_and_say_201_once()
    {
        var site = await organisation.SiteAsync();
        var id = Guid.CreateVersion7().ToString();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => api.PostAsync("interactions", Entry(site: site).With("id", id).With("note", "n"))));
        Assert.Equal([.. Enumerable.Repeat(200, 19), 201], answers.Select(a => a.Status).Order());
        Assert.Single((await api.GetAsync($"interactions?site={site}")).Is(200).Items);
        Assert.Single(answers.Select(a => a.Text).Distinct());
    }

    [Fact]
    public async Task Twenty_posts_of_one_id_with_other_contents_store_one_and_refuse_the_rest()
    {
        var site = await organisation.SiteAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20)
                .Select(i => api.PostAsync("interactions", Entry(site: site).With("externalId", "x").With("note", $"n{i}"))));
        Assert.Equal([201, .. Enumerable.Repeat(409, 19)], answers.Select(a => a.Status).Order());
        Assert.Single((await api.GetAsync($"interactions?site={site}")).Is(200).Items);
    }

    [Fact]
    public async Task Many_posts_at_once_are_all_stored()
    {
        var site = await organisation.SiteAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => api.PostAsync("interactions", Entry($"2026-11-20T10:00:{i:00}Z", site))));
        Assert.All(answers, a => a.Is(201));
        Assert.Equal(40, (await api.GetAsync($"interactions?site={site}")).Is(200).Items.Count);
    }

    [Fact]
    public async Task Stand_outs_never_change_a_figure_of_the_basics()
    {
        var plain = await organisation.LogAsync(Entry().Observed("greeted", "missed"));
        var shining = await organisation.LogAsync(Entry().Observed("greeted", "missed").With(
            "standOuts", new JsonArray([.. Enumerable.Range(0, 20).Select(_ => new JsonObject { ["kind"] = "personal" })])));
        foreach (var figure in new[] { "basicsScore", "allBasicsMet", "criticalMissed", "observations" })
            Assert.True(JsonNode.DeepEquals(plain[figure], shining[figure]), figure);
        (await api.PostAsync(
            "interactions", Entry().With(
                "standOuts", new JsonArray([.. Enumerable.Range(0, 21).Select(_ => new JsonObject { ["kind"] = "personal" })]))))
            .IsRefused("$.standOuts invalid");
    }

    [Theory, InlineData("served"), InlineData("referred"), InlineData("abandoned"), InlineData("customer_conduct")]
    public async Task An_outcome_is_kept_and_is_no_miss(string outcome)
    {
        var answer = await organisation.LogAsync(Entry().With("outcome", outcome));
        Assert.Equal(outcome, (string?)answer["outcome"]);
        Assert.True((bool)answer["allBasicsMet"]!);
    }

    [Fact]
    public async Task What_is_left_out_has_its_defaults()
    {
        var answer = await organisation.LogAsync(Entry());
        Assert.Equal(("self", "quick", "served"), ((string?)answer["source"], (string?)answer["check"], (string?)answer["outcome"]));
        foreach (var absent in new[] { "externalId", "team", "staff", "reason", "customer", "csat", "comment", "note" })
            Assert.Null(answer[absent]);
        Assert.Empty(answer["causes"]!.AsObject());
        Assert.Empty(answer["standOuts"]!.AsArray());
    }
}
