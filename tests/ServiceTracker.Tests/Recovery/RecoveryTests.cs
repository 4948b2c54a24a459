using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Recovery;

public sealed class RecoveryOnSqliteTests(OnSqlite shared) : RecoveryTests(shared), IClassFixture<OnSqlite>;

public sealed class RecoveryOnPostgresTests(OnPostgres shared) : RecoveryTests(shared), IClassFixture<OnPostgres>;

public abstract class RecoveryTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_complaint_and_a_low_mark_open_a_case_once_and_other_or_older_contacts_open_none()
    {
        var site = await organisation.SiteAsync();
        var reason = await ComplaintAsync();
        var person = await organisation.StaffAsync(null, site);
        var complaint = Hosting.Organisation.Entry(site: site).With("reason", reason).With("staff", person).With("customer", "c-1")
            .With("externalId", organisation.NewCode("e"));
        var id = (string)(await organisation.LogAsync(complaint))["id"]!;
        (await organisation.Admin.PostAsync("interactions", complaint)).Is(200);
        await organisation.LogAsync(Hosting.Organisation.Entry("2026-11-19T10:00:00Z", site).With("csat", 2));
        await organisation.LogAsync(Hosting.Organisation.Entry(site: site).With("csat", 3));
        await organisation.LogAsync(Hosting.Organisation.Entry(site: site).With("reason", "renewal"));
        await organisation.LogAsync(Hosting.Organisation.Entry("2026-11-12T10:00:00Z", site).With("reason", reason));
        await DrainAsync();
        (await organisation.Admin.PostAsync("interactions", complaint)).Is(200);
        await DrainAsync();

        var items = (await organisation.Admin.GetAsync($"recoveries?site={site}")).Is(200).Items;
        Assert.Equal(["rating", "complaint"], items.Select(i => (string?)i!["ground"]));
        var one = items[1]!;
        Assert.Equal(
            (id, person, "c-1", reason, "open", "2026-11-21", "schedule"),
            ((string?)one["interaction"], (string?)one["staff"], (string?)one["customer"], (string?)one["reason"], (string?)one["status"],
                (string?)one["dueOn"], (string?)one["openedBy"]));
        Assert.Equal("2026-11-20T10:00:00+00:00", (string?)one["since"]);
        (await organisation.Admin.PostAsync("recoveries", new { interaction = id })).IsProblem(409, "already_open");
    }

    [Fact]
    public async Task What_is_undone_takes_its_untouched_case_along_and_leaves_one_on_which_somebody_worked()
    {
        var site = await organisation.SiteAsync();
        var reason = await ComplaintAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 2; i++)
        {
            var logged = await organisation.LogAsync(
                Hosting.Organisation.Entry(site: site).With("reason", reason).With("customer", $"c{i}"));
            ids.Add(Guid.Parse((string)logged["id"]!));
        }

        await DrainAsync();
        var cases = (await organisation.Admin.GetAsync($"recoveries?site={site}")).Is(200).Items;
        var touched = (string)cases.Single(c => (string?)c!["interaction"] == $"{ids[0]}")!["id"]!;
        (await MoveAsync(touched, new { to = "owned", words = "We are sorry." })).Is(200);
        var by = await app.QueryAsync(db => db.Interactions.Where(i => i.Id == ids[0]).Select(i => i.RecordedBy).SingleAsync());
        foreach (var id in ids)
        {
            var undone = await app.InScopeAsync(s => s.GetRequiredService<UndoInteraction>().RunAsync(
                new Actor(by, "Admin", Role.Admin, null, null), id, CancellationToken.None));
            Assert.IsType<Application.Result<Guid>.Ok>(undone);
        }

        await DrainAsync();
        var left = (await organisation.Admin.GetAsync($"recoveries?site={site}&status=all")).Is(200).Items.Single()!;
        Assert.Equal((touched, null), ((string?)left["id"], (string?)left["interaction"]));
    }

    [Fact]
    public async Task A_case_cannot_close_without_words_cause_and_steps_and_goes_its_way_with_a_history()
    {
        var site = await organisation.SiteAsync();
        var made = (await organisation.Admin.PostAsync(
            "recoveries", new { site, channel = "phone", customer = "c-7", reason = "renewal" })).Is(201);
        var id = (string)made["id"]!;
        Assert.Equal(["words", "cause", "steps"], made["missing"]!.AsArray().Select(m => (string?)m));
        (await MoveAsync(id, new { to = "closed" })).IsRefused(
            "$.cause required", "$.outcome required", "$.steps required", "$.words required");
        (await MoveAsync(id, new { to = "open" })).IsRefused("$.to invalid");
        (await MoveAsync(id, new { to = "owned" })).IsRefused("$.words required");
        (await MoveAsync(id, new { to = "owned", words = "We are sorry." })).Is(200);
        (await MoveAsync(id, new { to = "explained", cause = "unknown" })).IsRefused("$.cause required");
        (await MoveAsync(id, new { to = "explained", cause = "process" })).Is(200);
        var again = (await MoveAsync(id, new { to = "owned", words = "x" })).IsProblem(409, "not_allowed_now");
        Assert.Equal(["steps_told", "follow_up", "closed"], again["steps"]!.AsArray().Select(m => (string?)m));
        (await MoveAsync(id, new { to = "follow_up", steps = "A new card." })).IsRefused("$.dueOn required");
        (await MoveAsync(id, new { to = "follow_up", steps = "A new card.", dueOn = "2026-11-19" })).IsRefused("$.dueOn out_of_range");
        var followed = (await MoveAsync(id, new { to = "follow_up", steps = "A new card.", dueOn = "2026-11-27" })).Is(200);
        Assert.Empty(followed["missing"]!.AsArray());
        (await MoveAsync(id, new { to = "closed", outcome = "recovered" }, made.ETag)).Is(412);
        var closed = (await MoveAsync(id, new { to = "closed", outcome = "recovered" }, followed.ETag)).Is(200);
        Assert.Equal(("closed", "recovered", null), ((string?)closed["status"], (string?)closed["outcome"], (string?)closed["dueOn"]));
        Assert.Equal(
            ["open owned", "owned explained", "explained follow_up", "follow_up closed"],
            closed["history"]!.AsArray().Select(h => $"{h!["from"]} {h["to"]}"));
        Assert.Empty((await organisation.Admin.GetAsync($"recoveries?site={site}")).Is(200).Items);
        var audited = await app.QueryAsync(db => db.AuditEntries.Where(a => a.Subject == $"recovery/{id}")
            .Select(a => a.Action).ToListAsync());
        Assert.Equal(
            ["recovery.closed", "recovery.explained", "recovery.follow_up", "recovery.opened", "recovery.owned"],
            audited.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_longest_overdue_come_first_and_pages_follow_one_another()
    {
        var site = await organisation.SiteAsync();
        var ids = new List<string>();
        foreach (var due in new[] { "2026-11-25", "2026-11-22", "2026-11-24" })
        {
            var id = (string)(await organisation.Admin.PostAsync("recoveries", new { site, channel = "phone", reason = "renewal" }))
                .Is(201)["id"]!;
            (await MoveAsync(id, new { to = "owned", words = "Sorry.", dueOn = due })).Is(200);
            ids.Add(id);
        }

        (await MoveAsync(ids[2], new { to = "closed", cause = "process", steps = "Done.", outcome = "lost" })).Is(200);
        var first = (await organisation.Admin.GetAsync($"recoveries?site={site}&status=all&limit=2")).Is(200);
        var second = (await organisation.Admin.GetAsync((string)first["next"]!)).Is(200);
        Assert.Equal([ids[1], ids[0], ids[2]], first.Items.Concat(second.Items).Select(i => (string?)i!["id"]));
        Assert.Null((string?)second["next"]);
    }

    [Fact]
    public async Task Staff_work_on_their_own_cases_managers_on_those_of_their_sites_and_nobody_reaches_another_sites()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var reason = await ComplaintAsync();
        var (person, colleague) = (await organisation.StaffAsync(null, mine), await organisation.StaffAsync(null, mine));
        await organisation.LogAsync(Hosting.Organisation.Entry(site: mine).With("reason", reason).With("staff", person));
        await DrainAsync();
        var id = (string)(await organisation.Admin.GetAsync($"recoveries?site={mine}")).Is(200).Items.Single()!["id"]!;
        using var own = await app.OfPersonAsync(person);
        using var other = await app.OfPersonAsync(colleague);
        using var manager = await app.AsAsync(Role.Manager, mine);
        using var elsewhere = await app.AsAsync(Role.Manager, theirs);
        using var ops = await app.AsAsync(Role.Ops, mine);
        foreach (var none in new[] { other, elsewhere })
        {
            (await none.GetAsync($"recoveries/{id}")).Is(404);
            Assert.Empty((await none.GetAsync("recoveries?status=all")).Is(200).Items);
            (await none.PostAsync($"recoveries/{id}/transitions", new { to = "owned", words = "x" })).Is(404);
        }

        (await elsewhere.PostAsync("recoveries", new { site = mine, channel = "phone", reason })).IsRefused("$.site unknown_reference");
        (await ops.GetAsync($"recoveries/{id}")).Is(200);
        (await ops.PostAsync($"recoveries/{id}/transitions", new { to = "owned", words = "x" })).Is(403);
        (await own.PostAsync($"recoveries/{id}/transitions", new { to = "owned", words = "Sorry." })).Is(200);
        (await manager.PostAsync($"recoveries/{id}/transitions", new { to = "explained", cause = "process" })).Is(200);
        var opened = (await other.PostAsync("recoveries", new { site = mine, channel = "phone", reason })).Is(201);
        Assert.Equal(colleague, (string?)opened["staff"]);
        (await own.GetAsync($"recoveries/{opened["id"]}")).Is(404);
    }

    [Fact]
    public async Task A_customer_who_was_wrong_is_proposed_by_staff_and_confirmed_by_a_manager_who_protects_the_score()
    {
        var site = await organisation.SiteAsync();
        var reason = await ComplaintAsync();
        var person = await organisation.StaffAsync(null, site);
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var entry = Hosting.Organisation.Entry(site: site).With("reason", reason).With("staff", person).With("customer", $"c{i}")
                .Observed("greeted", "missed");
            ids.Add((string)(await organisation.LogAsync(entry))["id"]!);
        }

        await DrainAsync();
        var cases = (await organisation.Admin.GetAsync($"recoveries?site={site}")).Is(200).Items
            .ToDictionary(c => (string)c!["interaction"]!, c => (string)c!["id"]!);
        var close = new { to = "closed", words = "No.", cause = "customer", steps = "None.", outcome = "customer_wrong" };
        using var own = await app.OfPersonAsync(person);
        using var manager = await app.AsAsync(Role.Manager, site);
        (await own.PostAsync($"recoveries/{cases[ids[0]]}/transitions", close)).Is(200);
        (await manager.PostAsync($"recoveries/{cases[ids[1]]}/transitions", close)).Is(200);
        var safety = (await manager.GetAsync($"safety?site={site}")).Is(200);
        Assert.Equal((1, 1), ((int)safety["proposed"]!, (int)safety["confirmed"]!));
        Assert.Equal("counted", (string?)(await manager.GetAsync($"interactions/{ids[0]}?site={site}")).Is(200)["state"]);
        var judged = (await manager.GetAsync($"interactions/{ids[1]}?site={site}")).Is(200);
        Assert.Equal(("excluded", "customer_conduct"), ((string?)judged["state"], (string?)judged["excludedAs"]));
    }

    [Fact]
    public async Task Two_people_who_become_one_keep_their_cases_and_a_reason_says_whether_it_is_a_complaint()
    {
        var reason = await ComplaintAsync();
        var read = (await organisation.Admin.GetAsync($"reasons/{reason}")).Is(200);
        Assert.True((bool)read["complaint"]!);
        (await organisation.Admin.PutAsync($"reasons/{reason}", new { name = "Again" })).Is(200);
        Assert.True((bool)(await organisation.Admin.GetAsync($"reasons/{reason}")).Is(200)["complaint"]!);
        (await organisation.Admin.PutAsync($"reasons/{reason}", new { name = "Again", complaint = false })).Is(200);
        Assert.False((bool)(await organisation.Admin.GetAsync($"reasons/{reason}")).Is(200)["complaint"]!);

        var site = await organisation.SiteAsync();
        var (goes, stays) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        await organisation.LogAsync(Hosting.Organisation.Entry(site: site).With("csat", 1).With("staff", goes));
        await DrainAsync();
        (await organisation.Admin.PostAsync($"staff/{goes}/merge", new { into = stays })).Is(200);
        await DrainAsync();
        var one = (await organisation.Admin.GetAsync($"recoveries?site={site}")).Is(200).Items.Single()!;
        Assert.Equal(stays, (string?)one["staff"]);
    }

    private async Task<string> ComplaintAsync()
    {
        var code = organisation.NewCode("complaint");
        (await organisation.Admin.PutAsync($"reasons/{code}", new { name = code, complaint = true })).Is(201);
        return code;
    }

    private Task<Hosting.Answer> MoveAsync(string id, object body, string? version = null) => organisation.Admin.SendAsync(
        HttpMethod.Post, $"recoveries/{id}/transitions", System.Net.Http.Json.JsonContent.Create(body), version);

    private async Task DrainAsync()
    {
        while (await app.QueryAsync(db => db.RollupQueue.AnyAsync()))
            await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(CancellationToken.None));
    }
}
