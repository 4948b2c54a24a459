using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Disputes;

public sealed class DisputeOnSqliteTests(OnSqlite shared) : DisputeTests(shared), IClassFixture<OnSqlite>;

public sealed class DisputeOnPostgresTests(OnPostgres shared) : DisputeTests(shared), IClassFixture<OnPostgres>;

/// <summary>Who disputes a miss, who rules on it, and what each may see of it.</summary>
public abstract class DisputeTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_miss_is_disputed_by_its_person_and_ruled_on_by_a_manager_who_did_not_record_it()
    {
        var (site, elsewhere) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (person, colleague) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        using var own = await app.OfPersonAsync(person);
        using var other = await app.OfPersonAsync(colleague);
        using var recorder = await app.AsAsync(Role.Manager, site);
        using var manager = await app.AsAsync(Role.Manager, site);
        using var stranger = await app.AsAsync(Role.Manager, elsewhere);
        var logged = (await recorder.PostAsync(
            "interactions", Entry(site: site).With("staff", person).With("source", "observer").Observed("identity", "missed"))).Is(201);
        var (disputes, rulings) = ($"interactions/{logged["id"]}/disputes", $"interactions/{logged["id"]}/rulings");
        var dispute = new { expectation = "identity", reason = "The card reader was down." };
        var ruling = new { expectation = "identity", ruling = "excused", cause = "outage", reason = "The log says so." };

        foreach (var nobody in new[] { other, stranger })
        {
            (await nobody.PostAsync(disputes, dispute)).Is(404);
            Assert.Empty((await nobody.GetAsync("disputes?status=all")).Is(200).Items);
        }

        (await manager.PostAsync(disputes, dispute)).IsProblem(403, "forbidden");
        (await own.PostAsync(disputes, new { expectation = "nothing", reason = "r" })).IsRefused("$.expectation unknown_reference");
        (await own.PostAsync(disputes, new { })).IsRefused("$.expectation required", "$.reason required");
        Nothing(await own.PostAsync(disputes, new { expectation = "greeted", reason = "It was met." }));
        var notNow = (await manager.PostAsync(rulings, ruling)).IsProblem(409, "not_allowed_now");
        Assert.Equal(["dispute"], notNow["steps"]!.AsArray().Select(s => (string?)s));

        var held = (await own.PostAsync(disputes, dispute)).Is(200);
        Assert.Equal(("held", "\"2\""), ((string?)held["observations"]!["identity"], held.ETag));
        notNow = (await own.PostAsync(disputes, dispute)).IsProblem(409, "not_allowed_now");
        Assert.Equal(["ruling"], notNow["steps"]!.AsArray().Select(s => (string?)s));
        foreach (var reader in new[] { own, recorder, manager })
        {
            var open = (await reader.GetAsync("disputes")).Is(200).Items.Single()!;
            Assert.Equal(
                ("open", person, "identity", "The card reader was down.", false, reader == manager),
                ((string?)open["status"], (string?)open["staff"], (string?)open["expectation"], (string?)open["reason"],
                    (bool)open["onBehalf"]!, (bool)open["mayRule"]!));
        }

        (await own.PostAsync(rulings, ruling)).IsProblem(403, "forbidden");
        (await recorder.PostAsync(rulings, ruling)).IsProblem(403, "forbidden");
        (await stranger.PostAsync(rulings, ruling)).Is(404);
        (await manager.PostAsync(rulings, new { expectation = "identity", ruling = "excused", reason = "r" }))
            .IsRefused("$.cause required");
        (await manager.PostAsync(rulings, new { expectation = "identity", ruling = "excused", cause = "person", reason = "r" }))
            .IsRefused("$.cause invalid");
        (await manager.PostAsync(rulings, new { expectation = "identity", ruling = "perhaps", reason = "r" }))
            .IsRefused("$.ruling invalid");
        var excused = (await manager.PostAsync(rulings, ruling)).Is(200);
        Assert.Equal(
            ("excused", "outage"), ((string?)excused["observations"]!["identity"], (string?)excused["causes"]!["identity"]));
        Nothing(await manager.PostAsync(rulings, ruling));
        Nothing(await own.PostAsync(disputes, dispute));

        Assert.Empty((await own.GetAsync("disputes")).Is(200).Items);
        var ruled = (await own.GetAsync("disputes?status=all")).Is(200).Items.Single()!;
        Assert.Equal(
            ("excused", "excused", "outage", "The log says so."),
            ((string?)ruled["status"], (string?)ruled["ruling"]!["ruling"], (string?)ruled["ruling"]!["cause"],
                (string?)ruled["ruling"]!["reason"]));
        Assert.Equal(
            ["disputed", "ruled"],
            (await own.GetAsync($"interactions/{logged["id"]}/history")).Is(200).Items.Select(s => (string?)s!["change"]));
        (await own.GetAsync("disputes/summary")).IsProblem(403, "forbidden");

        void Nothing(Answer answer) => Assert.Empty(answer.IsProblem(409, "not_allowed_now")["steps"]!.AsArray());
    }

    [Fact]
    public async Task An_administrator_disputes_on_somebodys_behalf_and_the_audit_record_says_for_whom()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var logged = await organisation.LogAsync(Entry(site: site).With("staff", person).Observed("greeted", "missed"));
        var nobodys = await organisation.LogAsync(Entry(site: site).Observed("greeted", "missed"));
        var dispute = new { expectation = "greeted", reason = "She is on leave." };
        (await organisation.Admin.PostAsync($"interactions/{nobodys["id"]}/disputes", dispute)).IsProblem(409, "not_allowed_now");
        (await organisation.Admin.PostAsync($"interactions/{logged["id"]}/disputes", dispute)).Is(200);
        using var manager = await app.AsAsync(Role.Manager, site);
        Assert.True((bool)(await manager.GetAsync("disputes")).Is(200).Items.Single()!["onBehalf"]!);
        var id = (string)logged["id"]!;
        var line = await app.QueryAsync(db => db.AuditEntries.SingleAsync(a => a.Subject == id && a.Action == "interaction.disputed"));
        Assert.Contains($"\"onBehalfOf\":\"{person}\"", line.After, StringComparison.Ordinal);
        // A manager does not rule on what is about them.
        using var self = await app.OfPersonAsync(person, Role.Manager);
        (await self.PostAsync($"interactions/{id}/rulings", new { expectation = "greeted", ruling = "stands", reason = "r" }))
            .IsProblem(403, "forbidden");
        // An entry of another system has no recorder: whoever sent it may rule.
        var sent = await organisation.LogAsync(
            Entry("2026-11-19T10:00:00Z", site).With("staff", person).With("source", "system").Observed("greeted", "missed"));
        (await organisation.Admin.PostAsync($"interactions/{sent["id"]}/disputes", dispute)).Is(200);
        (await organisation.Admin.PostAsync(
            $"interactions/{sent["id"]}/rulings", new { expectation = "greeted", ruling = "stands", reason = "r" })).Is(200);
    }

    [Fact]
    public async Task The_summary_tells_by_reviewer_and_by_basic_what_was_overturned_and_how_long_it_took()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        using var own = await app.OfPersonAsync(person);
        using var manager = await app.AsAsync(Role.Manager, site);
        string[] ids = new string[3];
        for (var n = 0; n < ids.Length; n++)
        {
            var logged = await organisation.LogAsync(
                Entry($"2026-11-18T1{n}:00:00Z", site).With("staff", person).Observed("greeted", "missed").Observed("identity", "missed"));
            ids[n] = (string)logged["id"]!;
            (await own.PostAsync($"interactions/{ids[n]}/disputes", new { expectation = "greeted", reason = "r" })).Is(200);
        }

        (await own.PostAsync($"interactions/{ids[0]}/disputes", new { expectation = "identity", reason = "r" })).Is(200);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await RuleAsync(ids[0], "excused", "process");
        await RuleAsync(ids[1], "stands", "person");
        // What a correction takes away nobody has to rule on.
        var met = JsonContent.Create(new { reason = "r", observations = new { identity = "met" } });
        (await manager.SendAsync(HttpMethod.Patch, $"interactions/{ids[0]}", met, "*")).Is(200);
        var summary = (await manager.GetAsync("disputes/summary")).Is(200);
        Assert.Equal(
            [("test Manager", 2, 0, 1, 0.5, 2.0), (null, 1, 1, 0, null, 2.0)],
            summary["byReviewer"]!["items"]!.AsArray().Select(l => (
                (string?)l!["reviewer"], (int)l["disputed"]!, (int)l["open"]!, (int)l["overturned"]!, (double?)l["overturnRate"],
                (double)l["daysOpen"]!)));
        Assert.Equal(
            [("greeted", 3, 1)],
            summary["byBasic"]!["items"]!.AsArray().Select(l => ((string?)l!["expectation"], (int)l["disputed"]!, (int)l["overturned"]!)));

        Task<Answer> RuleAsync(string id, string ruling, string cause) => IsDone(manager.PostAsync(
            $"interactions/{id}/rulings", new { expectation = "greeted", ruling, cause, reason = "r" }));

        static async Task<Answer> IsDone(Task<Answer> answer) => (await answer).Is(200);
    }

    [Fact]
    public async Task A_dispute_holds_for_the_contact_whichever_evidence_counts()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        using var own = await app.OfPersonAsync(person);
        using var manager = await app.AsAsync(Role.Manager, site);
        var logged = (await own.PostAsync("interactions", Entry(site: site).With("staff", person).Observed("greeted", "missed"))).Is(201);
        (await own.PostAsync($"interactions/{logged["id"]}/disputes", new { expectation = "greeted", reason = "Nobody could." })).Is(200);
        var (scored, met) = await OfPersonAsync();
        Assert.Equal((1, 1), (scored, met));
        // An observer of the same contact saw the same miss: it is one, and under dispute.
        var seen = await organisation.LogAsync(
            Entry("2026-11-20T10:01:00Z", site).With("staff", person).With("source", "observer").Observed("greeted", "missed"));
        Assert.Equal((1, 1), await OfPersonAsync());
        var told = (await organisation.Admin.GetAsync($"interactions/{seen["id"]}")).Is(200);
        Assert.Equal("missed", (string?)told["observations"]!["greeted"]);
        (await manager.PostAsync(
            $"interactions/{logged["id"]}/rulings", new { expectation = "greeted", ruling = "stands", reason = "r" })).Is(200);
        Assert.Equal((1, 0), await OfPersonAsync());

        async Task<(int, int)> OfPersonAsync()
        {
            var line = (await manager.GetAsync($"consistency?by=staff&site={site}&from=2026-11-16&to=2026-11-22")).Is(200).Items.Single()!;
            return ((int)line["scored"]!, (int)line["allBasicsMet"]!);
        }
    }

    [Fact]
    public async Task The_customers_conduct_counts_until_a_manager_agrees_and_stands_in_the_safety_report()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        using var own = await app.OfPersonAsync(person);
        using var manager = await app.AsAsync(Role.Manager, site);
        var now = app.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ");
        var shouted = (await own.PostAsync(
            "interactions", Entry(now, site).With("staff", person).With("outcome", "customer_conduct").Observed("greeted", "missed")
                .With("causes", new System.Text.Json.Nodes.JsonObject { ["greeted"] = "customer" }))).Is(201);
        Assert.Equal(("counted", "proposed"), ((string?)shouted["state"], (string?)shouted["conduct"]));
        (await own.PostAsync("interactions", Entry(now, site, "phone").With("staff", person).With("outcome", "referred"))).Is(201);
        Assert.Equal((1, 0, 1), await SafetyAsync());
        Assert.Equal(2, await CountedAsync());
        // Who logged it proposes, and does not confirm.
        var proposed = (await PatchAsync(own, "excluded")).Is(200);
        Assert.Equal(("counted", "proposed"), ((string?)proposed["state"], (string?)proposed["conduct"]));
        Assert.Equal(2, await CountedAsync());

        var confirmed = (await PatchAsync(manager, "excluded")).Is(200);
        Assert.Equal(("excluded", "confirmed"), ((string?)confirmed["state"], (string?)confirmed["conduct"]));
        Assert.Equal((0, 1, 1), await SafetyAsync());
        Assert.Equal(1, await CountedAsync());
        var report = (await manager.GetAsync($"safety?site={site}")).Is(200);
        Assert.Equal(
            [("counter", 1, 0), ("phone", 0, 1)],
            report["byChannel"]!["items"]!.AsArray().Select(l => ((string?)l!["channel"], (int)l["confirmed"]!, (int)l["referred"]!)));
        Assert.Equal(
            [("customer", 1), (null, 0)],
            report["byCause"]!["items"]!.AsArray().Select(l => ((string?)l!["cause"], (int)l["confirmed"]!)));
        Assert.Single(report["byHour"]!["items"]!.AsArray());
        Assert.Equal(0, (int)(await manager.GetAsync($"safety?site={site}&to=2020-01-01")).Is(200)["confirmed"]!);
        (await manager.GetAsync("safety?site=nowhere")).IsRefused("$.site unknown_reference");
        (await own.GetAsync("safety")).IsProblem(403, "forbidden");

        (await PatchAsync(manager, "counted")).Is(200);
        Assert.Equal((1, 0, 1), await SafetyAsync());

        Task<Answer> PatchAsync(Api by, string state) => by.SendAsync(
            HttpMethod.Patch, $"interactions/{shouted["id"]}", JsonContent.Create(state == "excluded"
                ? (object)new { reason = "He shouted.", state, excludedAs = "customer_conduct" }
                : new { reason = "He did not.", state }), "*");

        async Task<(int, int, int)> SafetyAsync()
        {
            var told = (await manager.GetAsync($"safety?site={site}")).Is(200);
            return ((int)told["proposed"]!, (int)told["confirmed"]!, (int)told["referred"]!);
        }

        async Task<int> CountedAsync() =>
            (int)(await manager.GetAsync($"consistency?by=staff&site={site}")).Is(200).Items.Single()!["interactions"]!;
    }
}
