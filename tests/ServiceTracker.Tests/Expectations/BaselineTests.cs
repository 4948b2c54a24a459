using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Expectations;

/// <summary>Baselines hold for the whole organisation, so each test has a program of its own.</summary>
public sealed class BaselineTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_draft_is_edited_and_published_and_then_frozen(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        await new Hosting.Organisation(app, api).ChannelAsync("counter");

        var draft = (await api.PostAsync("baselines", Input("2026-01-01", Check("greeted")))).Is(201);
        Assert.Equal("/api/v1/baselines/1", draft.Location);
        Assert.Equal(("draft", 1), ((string?)draft["status"], (int?)draft["number"]));
        Assert.Null(draft["publishedAt"]);

        var edited =
            (await api.PutAsync("baselines/1", Input("2026-02-01", Check("identity", 3, true, "counter"), Measure("wait", 60)), draft.ETag))
                .Is(200);
        (await api.PutAsync("baselines/1", Input("2026-03-01"), draft.ETag)).IsProblem(412, "stale");
        (await api.PostAsync("baselines", Input("2027-01-01"))).Is(201);

        var published = (await api.PostAsync("baselines/1/publish")).Is(200);
        Assert.NotEqual(edited.ETag, published.ETag);
        var expected = JsonNode.Parse(
            """
            {"number":1,"status":"published","name":"Basics","effectiveFrom":"2026-02-01","targetConsistency":0.9,
             "publishedAt":"2026-11-20T12:00:00+00:00","publishedBy":"test Admin","expectations":[
              {"code":"identity","question":"identity?","promise":"We keep identity.","guidance":null,"kind":"check","unit":null,
               "target":null,"direction":null,
               "weight":3,"critical":true,"channels":["counter"],"evidence":null,"owner":null,"reviewDate":null},
              {"code":"wait","question":"wait?","promise":"We keep wait.","guidance":null,"kind":"measure","unit":"s","target":60,
               "direction":"atMost",
               "weight":1,"critical":false,"channels":["*"],"evidence":null,"owner":null,"reviewDate":null}]}
            """);
        Assert.True(JsonNode.DeepEquals(expected, published.Json), published.Text);
        Assert.Equal(published.Text, (await api.GetAsync("baselines/1")).Is(200).Text);

        (await api.PutAsync("baselines/1", Input("2026-04-01", Check("greeted")))).IsProblem(409, "conflict");
        (await api.PostAsync("baselines/1/publish")).IsProblem(409, "conflict");
        Assert.Equal(published.Text, (await api.GetAsync("baselines/1")).Is(200).Text);
        Assert.Equal([1, 2], (await api.GetAsync("baselines")).Is(200).Items.Select(b => (int)b!["number"]!));
        (await api.GetAsync("baselines/3")).IsProblem(404, "not_found");
        (await api.PutAsync("baselines/3", Input("2026-04-01"))).IsProblem(404, "not_found");
        (await api.PostAsync("baselines/3/publish")).IsProblem(404, "not_found");
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Of_many_who_save_a_draft_at_once_the_last_one_wins_or_whoever_read_it_is_told(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        await new Hosting.Organisation(app, api).ChannelAsync("counter");
        (await api.PostAsync("baselines", Input("2026-01-01", Check("greeted")))).Is(201);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(n =>
            api.PutAsync("baselines/1", Input($"2026-02-0{n}", Check("greeted", n), Check("identity")))));
        Assert.All(answers, a => a.Is(200));
        var now = (await api.GetAsync("baselines/1")).Is(200);
        Assert.Contains(now.Text, answers.Select(a => a.Text));

        answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(n =>
            api.PutAsync("baselines/1", Input($"2026-03-0{n}", Check("greeted", n)), now.ETag)));
        Assert.Equal(1, answers.Count(a => a.Status == 200));
        Assert.All(answers.Where(a => a.Status != 200), a => a.IsProblem(412, "stale"));

        answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => api.PostAsync("baselines", Input("2026-04-01", Check("greeted")))));
        Assert.All(answers, a => a.Is(201));
        Assert.Equal(Enumerable.Range(2, 12), answers.Select(a => (int)a["number"]!).Order());
    }

    /// <summary>The names in stored records outlast those of what is sent.</summary>
    [Fact]
    public async Task The_audit_record_of_a_baseline_keeps_its_shape_and_history_is_read_from_it()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        using var api = await app.AdminAsync();
        (await api.PostAsync("baselines", Input("2026-01-01", Check("greeted", 2)))).Is(201);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await api.PutAsync("baselines/1", Input("2026-01-01", Check("greeted", 3), Measure("wait", 60)))).Is(200);

        var records = await app.QueryAsync(db => db.AuditEntries.AsNoTracking()
            .Where(a => a.Subject == "baseline/1").OrderBy(a => a.Id).Select(a => a.After!).ToListAsync());
        var drafted = JsonNode.Parse(
            """
            {"name":"Basics","effectiveFrom":"2026-01-01","targetConsistency":0.9,"expectations":[
              {"code":"greeted","question":"greeted?","promise":"We keep greeted.","guidance":null,"kind":"check","unit":null,
               "target":null,"direction":null,"weight":2,"critical":false,"channels":["*"],"evidence":null,"owner":null,"reviewDate":null}]}
            """);
        Assert.True(JsonNode.DeepEquals(drafted, JsonNode.Parse(records[0])), records[0]);
        var history = await app.InScopeAsync(s =>
            s.GetRequiredService<BaselineQuery>().HistoryAsync(1, TestContext.Current.CancellationToken));
        Assert.Equal(["Added “wait”.", "Changed “greeted”: weight."], history[0].Details);
        Assert.Equal(["“Basics”, from 2026-01-01, 1 basic."], history[1].Details);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task What_is_not_right_in_a_draft_is_refused_with_its_place(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        (await api.PostAsync("baselines", new { expectations = Array.Empty<object>() }))
            .IsRefused("$.name required", "$.effectiveFrom required");
        (await api.PostAsync("baselines", Input("2026-01-01", Check("greeted", channels: "smoke"))))
            .IsRefused("$.expectations[0].channels unknown_reference");
        (await api.PostAsync("baselines", Input("2026-01-01", Check("greeted", weight: 11)))).IsRefused("$.expectations[0].weight invalid");
        (await api.PostAsync("baselines", Input("2026-01-01", Check("greeted"), Check("a code with blanks"))))
            .IsRefused("$.expectations[1].code invalid");
        (await api.PostAsync("baselines", Input("2026-01-01", new { code = "wait", question = "?", kind = "measure" })))
            .IsRefused("$.expectations[0].target required", "$.expectations[0].unit required", "$.expectations[0].direction required");
        (await api.PostAsync("baselines", Input("2026-01-01", new { code = "wait", question = "?", kind = "guess" })))
            .IsRefused("$.expectations[0].kind invalid");
        (await api.PostAsync("baselines", Input("2026-01-01", new { code = "x", question = "?", colour = "red" })))
            .IsRefused("$.expectations[0].colour unknown_member");
        Assert.Equal(422, (await api.PostAsync("baselines", Input("2026-01-01", Check("twice"), Check("twice")))).Status);
        (await api.PostAsync("baselines", Input("2026-01-01", [.. Enumerable.Range(0, 64).Select(i => Check($"c{i}"))])))
            .IsRefused("$.expectations invalid");
        Assert.Empty((await api.GetAsync("baselines")).Is(200).Items);

        (await api.PostAsync("baselines", Input("2026-01-01", [.. Enumerable.Range(0, 63).Select(i => Check($"c{i}"))]))).Is(201);
        (await api.PostAsync("baselines/1/publish")).Is(200);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Sixty_three_basics_are_all_scored(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        var organisation = new Hosting.Organisation(app, api);
        await organisation.ChannelAsync("counter");
        await organisation.SiteAsync(Hosting.Organisation.Site);
        await organisation.BaselineAsync("2026-01-01", [.. Enumerable.Range(0, 63).Select(i => Check($"c{i}"))]);
        var observations = new JsonObject(
            Enumerable.Range(0, 63).Select(i => KeyValuePair.Create($"c{i}", (JsonNode?)(i == 62 ? "missed" : "met"))));

        var logged = await organisation.LogAsync(Entry().With("observations", observations));
        Assert.Equal(98.41m, (decimal)logged["basicsScore"]!); // 62/63
        Assert.Equal("missed", (string?)logged["observations"]!["c62"]);
        Assert.Single((await api.GetAsync("interactions?missed=c62")).Is(200).Items);
        Assert.Empty((await api.GetAsync("interactions?missed=c61")).Is(200).Items);
        Assert.True((bool)(await organisation.LogAsync(Entry().With("observations", "all_met")))["allBasicsMet"]!);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_promise_and_an_expectation_are_needed_to_publish(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        (await api.PostAsync("baselines", Input("2026-01-01"))).Is(201);
        (await api.PostAsync("baselines/1/publish")).IsRefused("$.expectations required");
        (await api.PutAsync("baselines/1", Input("2026-01-01", Check("greeted"), new { code = "identity", question = "?" }))).Is(200);
        (await api.PostAsync("baselines/1/publish")).IsRefused("$.expectations[1].promise required");
        Assert.Equal("draft", (string?)(await api.GetAsync("baselines/1"))["status"]);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_interaction_keeps_the_baseline_in_force_on_its_business_date(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await Hosting.Organisation.SetUpAsync(app); // Baseline 1 since 2020.
        var api = organisation.Admin;
        var old = await organisation.LogAsync(Entry("2026-11-10T10:00:00Z"));

        // Its effective date would reach back over what is scored; so it may only begin a day later.
        var draft = (await api.PostAsync("baselines", Input("2026-11-10", Check("smiled")))).Is(201);
        (await api.PostAsync("baselines/2/publish")).IsProblem(409, "conflict");
        Assert.Equal("draft", (string?)(await api.GetAsync("baselines/2"))["status"]);
        (await api.PutAsync("baselines/2", Input("2026-11-11", Check("smiled")), draft.ETag)).Is(200);
        (await api.PostAsync("baselines/2/publish")).Is(200);

        Assert.Equal(1, (int)(await organisation.LogAsync(Entry("2026-11-10T23:59:59Z")))["baseline"]!);
        var fresh = await organisation.LogAsync(
            Entry("2026-11-11T00:00:00Z").With("observations", new JsonObject { ["smiled"] = "missed" }));
        Assert.Equal(2, (int)fresh["baseline"]!);
        (await api.PostAsync("interactions", Entry("2026-11-11T00:00:00Z"))).IsRefused(
            "$.observations.smiled required", "$.observations.greeted unknown_reference", "$.observations.identity unknown_reference",
            "$.observations.wait_seconds unknown_reference", "$.observations.anything_else unknown_reference");
        Assert.Equal(old.Text, (await api.GetAsync($"interactions/{old["id"]}")).Is(200).Text);
        Assert.Equal(["superseded", "published"], (await api.GetAsync("baselines")).Is(200).Items.Select(b => (string?)b!["status"]));

        // A stop-gap between two published ones covers only the days up to the later one.
        (await api.PostAsync("baselines", Input("2026-11-15", Check("smiled")))).Is(201);
        (await api.PostAsync("baselines/3/publish")).Is(200);
        (await api.PostAsync("baselines", Input("2026-11-12", Check("smiled")))).Is(201);
        await organisation.LogAsync(Entry("2026-11-16T00:00:00Z").With("observations", new JsonObject { ["smiled"] = "met" }));
        (await api.PostAsync("baselines/4/publish")).Is(200);
        Assert.Equal(4, (int)(await organisation.LogAsync(Entry("2026-11-14T10:00:00Z").With("observations", "all_met")))["baseline"]!);
        Assert.Equal(3, (int)(await organisation.LogAsync(Entry("2026-11-15T10:00:00Z").With("observations", "all_met")))["baseline"]!);

        // On one date the higher number wins.
        (await api.PostAsync("baselines", Input("2026-11-20", Check("smiled")))).Is(201);
        (await api.PostAsync("baselines", Input("2026-11-20", Check("waved")))).Is(201);
        (await api.PostAsync("baselines/6/publish")).Is(200);
        (await api.PostAsync("baselines/5/publish")).Is(200);
        Assert.Equal(6, (int)(await organisation.LogAsync(Entry("2026-11-20T10:00:00Z").With("observations", "all_met")))["baseline"]!);

        // A basic is found as missed whichever bit it has had.
        Assert.Equal(
            [(string?)fresh["id"]], (await api.GetAsync("interactions?missed=smiled")).Is(200).Items.Select(i => (string?)i!["id"]));
        (await api.GetAsync("interactions?missed=never")).IsRefused("$.missed unknown_reference");
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Missed_finds_a_basic_that_had_another_place_in_an_earlier_baseline(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await Hosting.Organisation.SetUpAsync(app);
        await organisation.BaselineAsync("2026-11-11", Check("anything_else"), Check("greeted"));
        var first = await organisation.LogAsync(Entry("2026-11-10T10:00:00Z").Observed("greeted", "missed"));
        var second = await organisation.LogAsync(
            Entry("2026-11-12T10:00:00Z").With("observations", new JsonObject { ["anything_else"] = "met", ["greeted"] = "missed" }));
        await organisation.LogAsync(
            Entry("2026-11-12T11:00:00Z").With("observations", new JsonObject { ["anything_else"] = "missed", ["greeted"] = "na" }));
        await organisation.LogAsync(Entry("2026-11-10T11:00:00Z").Observed("identity", "missed"));

        var found = (await organisation.Admin.GetAsync("interactions?missed=greeted")).Is(200).Items;
        Assert.Equal([(string?)second["id"], (string?)first["id"]], found.Select(i => (string?)i!["id"]));
        Assert.Equal(4, (await organisation.Admin.GetAsync("interactions?missed=any")).Is(200).Items.Count);
        var page = (await organisation.Admin.GetAsync("interactions?missed=greeted&limit=1")).Is(200);
        Assert.Equal((string?)second["id"], (string?)Assert.Single(page.Items)!["id"]);
        Assert.Equal(
            (string?)first["id"], (string?)Assert.Single((await organisation.Admin.GetAsync((string)page["next"]!)).Is(200).Items)!["id"]);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Without_a_baseline_nothing_can_be_scored(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        var organisation = new Hosting.Organisation(app, api);
        await organisation.ChannelAsync("counter");
        await organisation.SiteAsync(Hosting.Organisation.Site);
        (await api.PostAsync("interactions", Entry())).IsRefused("$.occurredAt no_baseline");
    }

    private static object Input(string effectiveFrom, params object[] expectations) =>
        new { name = "Basics", effectiveFrom, targetConsistency = 0.9, expectations };
}
