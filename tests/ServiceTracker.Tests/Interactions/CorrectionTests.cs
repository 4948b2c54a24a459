using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Interactions;

public sealed class CorrectionOnSqliteTests(OnSqlite shared) : CorrectionTests(shared), IClassFixture<OnSqlite>;

public sealed class CorrectionOnPostgresTests(OnPostgres shared) : CorrectionTests(shared), IClassFixture<OnPostgres>;

/// <summary>Interactions are corrected with a reason, never silently, and every figure follows.</summary>
public abstract class CorrectionTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task A_correction_changes_what_it_names_and_keeps_what_was_before_with_who_and_why()
    {
        var site = await organisation.SiteAsync();
        var entry = Entry(site: site).With("staff", "dvolkov").With("note", "Queue to the door.").Observed("identity", "missed")
            .With("causes", new JsonObject { ["identity"] = "process" }).With("id", Guid.CreateVersion7().ToString());
        var logged = await organisation.LogAsync(entry);
        Assert.Empty((await api.GetAsync($"interactions/{logged["id"]}/history")).Is(200).Items);

        var corrected = (await PatchAsync(logged, new
        {
            reason = "The card was checked.",
            observations = new { identity = "met" },
            note = "",
        })).Is(200);
        Assert.Equal(
            ("met", "met", 42, true, null, 1),
            ((string?)corrected["observations"]!["identity"], (string?)corrected["observations"]!["greeted"],
                (int)corrected["observations"]!["wait_seconds"]!, (bool)corrected["allBasicsMet"]!, (string?)corrected["note"],
                (int)corrected["baseline"]!));
        Assert.Empty(corrected["causes"]!.AsObject());
        Assert.Equal("\"2\"", corrected.ETag);
        await FiguresAsync(site, 1, 1);

        var step = (await api.GetAsync($"interactions/{logged["id"]}/history")).Is(200).Items.Single()!;
        Assert.Equal(
            ("corrected", "test Admin", "The card was checked.", "missed", "met", "process", null, "Queue to the door.", null),
            ((string?)step["change"], (string?)step["by"], (string?)step["reason"], (string?)step["before"]!["observations"]!["identity"],
                (string?)step["after"]!["observations"]!["identity"], (string?)step["before"]!["causes"]!["identity"],
                (string?)step["after"]!["causes"]!["identity"], (string?)step["before"]!["note"], (string?)step["after"]!["note"]));
        Assert.Equal(TestApp.DefaultNow, (DateTimeOffset)step["at"]!);

        // A retry of what was sent first is answered with what is stored now.
        var again = (await api.PostAsync("interactions", entry)).Is(200);
        Assert.Equal("met", (string?)again["observations"]!["identity"]);
        (await api.PostAsync("interactions", entry.Observed("greeted", "na"))).IsProblem(409, "conflict");
        await FiguresAsync(site, 1, 1);
        await RecountedAsync();
    }

    [Fact]
    public async Task Another_channel_asks_for_what_it_alone_has_and_leaves_out_what_it_has_not()
    {
        var logged = await organisation.LogAsync(Entry(channel: "phone"));
        (await PatchAsync(logged, new { reason = "At the counter.", channel = "counter" }))
            .IsRefused("$.observations.wait_seconds required");
        var there = (await PatchAsync(
            logged, new { reason = "At the counter.", channel = "counter", observations = new { wait_seconds = 75 } })).Is(200);
        Assert.Equal((75, false), ((int)there["observations"]!["wait_seconds"]!, (bool)there["allBasicsMet"]!));
        var back = (await PatchAsync(there, new { reason = "On the phone after all.", channel = "phone" })).Is(200);
        Assert.Equal(("na", true), ((string?)back["observations"]!["wait_seconds"], (bool)back["allBasicsMet"]!));
    }

    [Fact]
    public async Task Person_time_and_site_take_the_figures_along()
    {
        var (here, there) = (await organisation.SiteAsync(), await organisation.SiteAsync(zone: "America/New_York", dayStart: "04:00"));
        var (one, other) = (await organisation.StaffAsync(null, here), await organisation.StaffAsync(null, there));
        var team = await organisation.TeamAsync(here);
        var logged = await organisation.LogAsync(
            Entry("2026-11-20T10:00:00+00:00", here).With("staff", one).With("team", team).With("externalId", "till-1"));
        await FiguresAsync(here, 1, 1);
        var moved = (await PatchAsync(
            logged, new { reason = "It was the other shop.", site = there, staff = other, occurredAt = "2026-11-16T08:59:00Z" })).Is(200);
        Assert.Equal(
            (there, other, null, "2026-11-15", "2026-W46", "America/New_York", DateTimeOffset.Parse("2026-11-16T03:59:00-05:00")),
            ((string?)moved["site"], (string?)moved["staff"], (string?)moved["team"], (string?)moved["businessDate"],
                (string?)moved["isoWeek"], (string?)moved["zone"], (DateTimeOffset)moved["occurredAt"]!));
        await FiguresAsync(here, 0, 0);
        await FiguresAsync(there, 1, 1);
        var step = (await api.GetAsync($"interactions/{logged["id"]}/history")).Is(200).Items.Single()!;
        Assert.Equal((here, there, team), (
            (string?)step["before"]!["site"], (string?)step["after"]!["site"], (string?)step["before"]!["team"]));

        // What was kept goes along with the next change, too; nobody is named by an empty text.
        (await PatchAsync(moved, new { reason = "Nobody knows who.", site = here, staff = "" })).Is(200);
        Assert.Equal(2, (await api.GetAsync($"interactions/{logged["id"]}/history")).Is(200).Items.Count);
        Assert.Null((string?)(await api.GetAsync($"interactions/{logged["id"]}")).Is(200)["staff"]);
        await FiguresAsync(here, 1, 1);
        await FiguresAsync(there, 0, 0);
        await RecountedAsync();
    }

    [Fact]
    public async Task What_is_excluded_is_in_no_figure_but_the_count_of_what_is_and_comes_back_when_it_is_restored()
    {
        var site = await organisation.SiteAsync();
        await organisation.LogAsync(Entry(site: site));
        var logged = await organisation.LogAsync(Entry(site: site).Observed("greeted", "missed"));
        await FiguresAsync(site, 2, 1);
        (await PatchAsync(logged, new { reason = "Twice.", state = "excluded" })).IsRefused("$.excludedAs required");
        (await PatchAsync(logged, new { reason = "Twice.", excludedAs = "duplicate" })).IsRefused("$.excludedAs invalid");
        (await PatchAsync(logged, new { state = "same_contact" })).IsRefused("$.reason required", "$.state invalid");
        var excluded = (await PatchAsync(logged, new { reason = "Twice.", state = "excluded", excludedAs = "duplicate" })).Is(200);
        Assert.Equal(("excluded", "duplicate"), ((string?)excluded["state"], (string?)excluded["excludedAs"]));
        await FiguresAsync(site, 1, 1, excluded: 1);
        var restored = (await PatchAsync(excluded, new { reason = "No, it was another customer.", state = "counted" })).Is(200);
        Assert.Equal(("counted", null), ((string?)restored["state"], (string?)restored["excludedAs"]));
        await FiguresAsync(site, 2, 1);
        Assert.Equal(
            ["excluded", "restored"],
            (await api.GetAsync($"interactions/{logged["id"]}/history")).Is(200).Items.Select(s => (string?)s!["change"]));
        await RecountedAsync();
    }

    [Fact]
    public async Task Who_logged_it_corrects_it_until_its_business_day_ends_and_a_manager_of_the_site_at_any_time()
    {
        var (site, elsewhere) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (person, colleague) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        using var own = await app.OfPersonAsync(person);
        using var other = await app.OfPersonAsync(colleague);
        using var manager = await app.AsAsync(Role.Manager, site);
        using var stranger = await app.AsAsync(Role.Manager, elsewhere);
        using var ops = await app.AsAsync(Role.Ops, site);
        var now = app.Clock.GetUtcNow();
        var logged = (await own.PostAsync(
            "interactions", Entry(now.ToString("yyyy-MM-ddTHH:mm:ssZ"), site).With("staff", person))).Is(201);
        var late = (await own.PostAsync(
            "interactions", Entry(now.AddDays(-1).ToString("yyyy-MM-ddTHH:mm:ssZ"), site).With("staff", person))).Is(201);
        var by = (await manager.PostAsync(
            "interactions", Entry(now.ToString("yyyy-MM-ddTHH:mm:ssZ"), site).With("staff", person).With("source", "observer"))).Is(201);

        (await PatchAsync(logged, new { reason = "Not greeted.", observations = new { greeted = "missed" } }, own)).Is(200);
        (await PatchAsync(logged, new { reason = "Hers.", staff = colleague }, own, "*")).IsRefused("$.staff unknown_reference");
        (await PatchAsync(logged, new { reason = "There.", site = elsewhere }, own, "*")).IsRefused("$.site unknown_reference");
        (await PatchAsync(late, new { reason = "Over." }, own)).IsProblem(409, "not_allowed_now");
        Assert.Empty((await PatchAsync(late, new { reason = "Over." }, own))["steps"]!.AsArray());
        (await PatchAsync(by, new { reason = "Not mine." }, own)).IsProblem(403, "forbidden");
        (await PatchAsync(by, new { reason = "No manager." }, ops)).IsProblem(403, "forbidden");
        foreach (var stranged in new[] { other, stranger })
        {
            (await PatchAsync(logged, new { reason = "Not theirs." }, stranged, "*")).Is(404);
            (await stranged.GetAsync($"interactions/{logged["id"]}/history")).Is(404);
        }

        Assert.Single((await own.GetAsync($"interactions/{logged["id"]}/history")).Is(200).Items);
        (await PatchAsync(late, new { reason = "By a manager." }, manager)).Is(200);
        (await PatchAsync(logged, new { reason = "Stale." }, manager)).IsProblem(412, "stale");
        var excluded = (await PatchAsync(
            logged, new { reason = "Twice.", state = "excluded", excludedAs = "duplicate" }, manager, "*")).Is(200);
        // What a manager excluded, a manager takes in again.
        (await PatchAsync(excluded, new { reason = "Not so.", state = "counted" }, own)).IsProblem(409, "not_allowed_now");
        (await PatchAsync(excluded, new { reason = "Not so.", state = "counted" }, manager)).Is(200);
        (await PatchAsync(excluded, new { reason = "Twice.", state = "excluded", excludedAs = "duplicate" }, own, "*"))
            .IsProblem(409, "not_allowed_now");
    }

    [Fact]
    public async Task Nobody_corrects_as_a_manager_what_is_about_them_or_what_they_recorded_and_was_ruled_on()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        using var self = await app.OfPersonAsync(person, Role.Manager);
        using var manager = await app.AsAsync(Role.Manager, site);
        using var judge = await app.AsAsync(Role.Manager, site);
        var missed = Entry(app.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ"), site).With("staff", person)
            .With("source", "observer").Observed("identity", "missed");
        var about = (await manager.PostAsync("interactions", missed)).Is(201);
        var met = new { reason = "It was met.", observations = new { identity = "met" } };
        (await PatchAsync(about, met, self)).IsProblem(403, "forbidden");
        var excluded = new { reason = "Twice.", state = "excluded", excludedAs = "duplicate" };
        (await PatchAsync(about, excluded, self)).IsProblem(403, "forbidden");

        (await self.PostAsync($"interactions/{about["id"]}/disputes", new { expectation = "identity", reason = "Not mine." })).Is(200);
        (await judge.PostAsync($"interactions/{about["id"]}/rulings", new
        {
            expectation = "identity",
            ruling = "stands",
            reason = "It was seen.",
        })).Is(200);
        (await PatchAsync(about, met, manager, "*")).IsProblem(409, "not_allowed_now");
        (await PatchAsync(about, new { reason = "Another time.", note = "Seen." }, manager, "*")).Is(200);
        (await PatchAsync(about, met, judge, "*")).Is(200);
    }

    [Fact]
    public async Task A_contact_is_brought_together_anew_by_what_its_witness_says_now()
    {
        var site = await organisation.SiteAsync();
        var self = await organisation.LogAsync(Entry(site: site).With("staff", "dvolkov"));
        var observer = await organisation.LogAsync(
            Entry("2026-11-20T10:01:00+00:00", site).With("staff", "dvolkov").With("source", "observer").Observed("greeted", "missed"));
        await FiguresAsync(site, 1, 0);
        await PatchAsync(observer, new { reason = "I did not see the door.", observations = new { greeted = "na" } }, ifMatch: "*");
        await FiguresAsync(site, 1, 1);
        await PatchAsync(observer, new { reason = "Another customer.", occurredAt = "2026-11-20T10:30:00+00:00" }, ifMatch: "*");
        await FiguresAsync(site, 2, 2);
        Assert.Null((await api.GetAsync($"interactions/{self["id"]}")).Is(200)["contact"]);
        await RecountedAsync();
    }

    private Task<Answer> PatchAsync(Answer read, object body, Api? by = null, string? ifMatch = null) => (by ?? api).SendAsync(
        HttpMethod.Patch, $"interactions/{read["id"]}", JsonContent.Create(body), ifMatch ?? read.ETag);

    private async Task FiguresAsync(string site, int interactions, int allMet, int excluded = 0)
    {
        foreach (var question in new[] { "&from=2026-11-09&to=2026-11-22", "&from=2026-11-10&to=2026-11-21" })
        {
            var line = (await api.GetAsync($"consistency?site={site}&by=site{question}")).Is(200).Items.SingleOrDefault();
            Assert.Equal(
                (interactions, allMet, excluded),
                ((int?)line?["interactions"] ?? 0, (int?)line?["allBasicsMet"] ?? 0, (int?)line?["excluded"] ?? 0));
        }
    }

    private async Task RecountedAsync()
    {
        var report = await app.InScopeAsync(s => s.GetRequiredService<RollupRecount>().RunAsync(false, null, CancellationToken.None));
        Assert.Equal((0, 0), (report.Different, report.Contacts));
    }
}
