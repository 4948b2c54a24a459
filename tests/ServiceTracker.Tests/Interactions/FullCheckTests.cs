using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;
using Answer = ServiceTracker.Tests.Hosting.Answer;

namespace ServiceTracker.Tests.Interactions;

public sealed class FullCheckOnSqliteTests(OnSqlite shared) : FullCheckTests(shared), IClassFixture<OnSqlite>;

public sealed class FullCheckOnPostgresTests(OnPostgres shared) : FullCheckTests(shared), IClassFixture<OnPostgres>;

public abstract class FullCheckTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly TestApp app = shared.Organisation.App;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task The_draw_stays_the_same_until_an_entry_answers_it_and_then_it_is_the_next_one()
    {
        var who = await PersonAsync();
        var drawn = new List<string>();
        for (var n = 0; n < 24; n++)
        {
            var (check, ticket) = await NextAsync(who);
            Assert.Equal(check, (await NextAsync(who)).Check);
            var stored = await organisation.LogAsync(Self(who).With("ticket", ticket));
            Assert.Equal(check, (string?)stored["check"]);
            drawn.Add(check);
        }

        Assert.Contains("full", drawn);
        Assert.Contains("quick", drawn);
        Assert.Equal(drawn, await DrawnAsync(who, 24));
        // Another channel has numbers of its own, and none of them is used.
        Assert.Equal(24, await UsedAsync(who));
    }

    [Fact]
    public async Task An_entry_without_a_ticket_is_stored_and_leaves_the_debt()
    {
        var who = await PersonAsync(oneIn: 1);
        Assert.Equal("full", (await NextAsync(who)).Check);
        await organisation.LogAsync(Self(who).With("observations", "all_met"));
        await organisation.LogAsync(Self(who).With("check", "full"));
        Assert.Equal(0, await UsedAsync(who));
        var (check, ticket) = await NextAsync(who);
        Assert.Equal("full", check);
        await organisation.LogAsync(Self(who).With("ticket", ticket));
        Assert.Equal(1, await UsedAsync(who));
    }

    [Fact]
    public async Task A_full_check_has_an_answer_to_every_basic_and_those_without_are_named()
    {
        var who = await PersonAsync(oneIn: 1);
        var (_, ticket) = await NextAsync(who);
        string[] all = ["$.observations.anything_else required", "$.observations.greeted required", "$.observations.identity required",
            "$.observations.wait_seconds required"];
        (await api.PostAsync("interactions", Self(who).With("ticket", ticket).With("observations", "all_met"))).IsRefused(all);
        (await api.PostAsync("interactions", Self(who).With("check", "full").With("observations", "all_met"))).IsRefused(all);
        (await api.PostAsync(
            "interactions", Self(who).With("ticket", ticket).With("observations", new JsonObject { ["greeted"] = "missed" })))
            .IsRefused(all.Except(["$.observations.greeted required"]).ToArray());
        (await api.PostAsync("interactions", Self(who).With("ticket", ticket).With("check", "quick"))).IsRefused("$.check invalid");
        Assert.Equal(0, await UsedAsync(who));
        await organisation.LogAsync(Self(who).With("ticket", ticket).Observed("wait_seconds", "na"));
    }

    [Fact]
    public async Task What_is_undone_is_owed_again_with_the_same_draw()
    {
        var code = await PersonAsync();
        var person = await app.OfPersonAsync(code.Staff);
        var actor = await app.QueryAsync(async db =>
        {
            var staff = await db.Staff.AsNoTracking().SingleAsync(s => s.Code == code.Staff);
            var token = await db.ApiTokens.AsNoTracking().SingleAsync(t => t.StaffId == staff.Id);
            return new Actor($"token:{token.Id}", "own", Role.Staff, [staff.HomeSiteId], staff.Id);
        });
        var seen = new HashSet<string>();
        for (var n = 1; n <= 40 && seen.Count < 2; n++)
        {
            var (check, ticket) = await NextAsync(code, person);
            for (var time = 0; time < 2; time++)
            {
                var id = (Guid)(await person.PostAsync("interactions", Self(code).With("ticket", ticket))).Is(201)["id"]!;
                var undone = await app.InScopeAsync(s => s.GetRequiredService<UndoInteraction>().RunAsync(actor, id, default));
                Assert.IsType<Result<Guid>.Ok>(undone);
                Assert.Equal(n - 1, await UsedAsync(code));
                Assert.Equal(check, (await NextAsync(code, person)).Check);
            }

            (await person.PostAsync("interactions", Self(code).With("ticket", ticket))).Is(201);
            seen.Add(check);
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task A_used_ticket_is_refused_and_a_retry_is_no_second_use()
    {
        var who = await PersonAsync();
        var (_, ticket) = await NextAsync(who);
        var entry = Self(who).With("ticket", ticket).With("id", Guid.CreateVersion7());
        await organisation.LogAsync(entry);
        (await api.PostAsync("interactions", entry)).Is(200);
        // With the ticket that came meanwhile, as a form that was loaded again sends it.
        var next = (await NextAsync(who)).Ticket;
        (await api.PostAsync("interactions", entry.DeepClone().AsObject().With("ticket", next))).Is(200);
        Assert.Equal(1, await UsedAsync(who));
        (await api.PostAsync("interactions", Self(who).With("ticket", ticket))).IsRefused("$.ticket used");
        (await api.PostAsync("interactions", entry.DeepClone().AsObject().With("note", "other"))).IsProblem(409, "conflict");

        // What was stored without a ticket does not answer one when it is sent again with it.
        var without = Self(who).With("id", Guid.CreateVersion7());
        await organisation.LogAsync(without);
        (await api.PostAsync("interactions", without.DeepClone().AsObject().With("ticket", next))).Is(200);
        Assert.Equal(1, await UsedAsync(who));

        // Of several in one batch the first one has it, and a copy of the other is refused like it.
        var (one, other) = (Self(who).With("ticket", next).With("id", Guid.CreateVersion7()),
            Self(who).With("ticket", next).With("id", Guid.CreateVersion7()));
        var batch = (await api.PostAsync("interactions/batch", new JsonArray(one, other, other.DeepClone(), one.DeepClone()))).Is(200);
        Assert.Equal([201, 422, 422, 200], batch.Items.Select(i => (int)i!["status"]!));
        Assert.Equal(2, await UsedAsync(who));
        Assert.Equal(
            3, await app.QueryAsync(db => db.Interactions.CountAsync(i => i.SiteId == db.Sites.Single(s => s.Code == who.Site).Id)));
    }

    [Fact]
    public async Task Of_many_at_once_with_one_ticket_one_is_stored()
    {
        var who = await PersonAsync();
        var (_, ticket) = await NextAsync(who);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            api.PostAsync("interactions", Self(who).With("ticket", ticket).With("id", Guid.CreateVersion7()))));
        Assert.Single(answers, a => a.Status == 201);
        Assert.Equal(7, answers.Count(a => a.Status == 422));
    }

    [Fact]
    public async Task A_ticket_is_good_for_its_person_site_and_channel_alone_and_nobody_can_make_one()
    {
        var (who, other) = (await PersonAsync(), await PersonAsync());
        var (_, ticket) = await NextAsync(who);
        Assert.Equal(ticket, Uri.EscapeDataString(ticket));
        Assert.InRange(ticket.Length, 40, InteractionEntry.MaxTicket / 2);
        var forged = ticket[..^8] + (ticket[^8..] == "AAAAAAAA" ? "BBBBBBBB" : "AAAAAAAA");
        foreach (var entry in new[]
        {
            Self(other).With("ticket", ticket), Self(who).With("site", other.Site).With("ticket", ticket),
            Entry(site: who.Site, channel: "phone").With("staff", who.Staff).With("ticket", ticket),
            Self(who).With("ticket", forged), Self(who).With("ticket", "x"), Self(who).With("ticket", ""),
            Self(who).With("ticket", ticket).With("source", "observer"),
        })
        {
            (await api.PostAsync("interactions", entry)).IsRefused("$.ticket invalid");
        }

        var csv = "occurred_at,site,channel,ticket\r\n";
        Assert.Equal(422, (await api.PostBytesAsync("imports?format=csv", System.Text.Encoding.UTF8.GetBytes(csv))).Status);
        var line = Self(who).With("ticket", ticket).ToJsonString();
        (await api.PostTextAsync("imports?format=ndjson", line, "application/x-ndjson")).Is(422);
    }

    [Fact]
    public async Task Tickets_handed_out_ahead_come_back_in_any_order_and_the_next_is_the_first_that_did_not()
    {
        var who = await PersonAsync();
        var ahead = await AheadAsync(who, 12);
        Assert.Equal(Enumerable.Range(1, 12), ahead.Select(t => t.Number));
        foreach (var ticket in ahead.Where(t => t.Number % 3 != 0).Reverse())
            await organisation.LogAsync(Self(who).With("ticket", ticket.Ticket));
        Assert.Equal((Text(ahead[2]), ahead[2].Number), await NextNumberAsync(who));
        // A number that was answered on another device meanwhile: its entry goes without.
        (await api.PostAsync("interactions", Self(who).With("ticket", ahead[4].Ticket))).IsRefused("$.ticket used");
        await organisation.LogAsync(Self(who).With("check", Text(ahead[4])));
        foreach (var ticket in ahead.Where(t => t.Number % 3 == 0)) await organisation.LogAsync(Self(who).With("ticket", ticket.Ticket));
        Assert.Equal(13, (await NextNumberAsync(who)).Number);
    }

    [Fact]
    public async Task A_site_says_how_often_and_none_is_a_frequency_too()
    {
        var who = await PersonAsync(oneIn: 0);
        Assert.Equal(0, (int)(await api.GetAsync($"sites/{who.Site}")).Is(200)["fullCheckOneIn"]!);
        Assert.All(await AheadAsync(who, 100), t => Assert.Equal(CheckKind.Quick, t.Check));
        (await SetAsync(who.Site, 1)).Is(200);
        Assert.All(await AheadAsync(who, 100), t => Assert.Equal(CheckKind.Full, t.Check));
        (await SetAsync(who.Site, -1)).IsRefused("$.fullCheckOneIn invalid");
        (await SetAsync(who.Site, null)).Is(200);
        Assert.Equal(8, (int)(await api.GetAsync($"sites/{who.Site}")).Is(200)["fullCheckOneIn"]!);
    }

    [Fact]
    public async Task The_draw_is_asked_for_ones_own_person_and_sites_only()
    {
        var (who, other) = (await PersonAsync(), await PersonAsync());
        var person = await app.OfPersonAsync(who.Staff);
        (await person.GetAsync(Path(who))).Is(200);
        (await person.GetAsync(Path(who with { Staff = other.Staff }))).IsRefused("$.staff unknown_reference");
        (await person.GetAsync(Path(other with { Staff = who.Staff }))).IsRefused("$.site unknown_reference");
        (await api.GetAsync("logging/next")).IsRefused("$.channel required", "$.site required", "$.staff required");
        (await api.GetAsync(Path(who) + "x")).IsRefused("$.channel unknown_reference");
    }

    private sealed record Who(string Site, string Staff);

    private static string Text(HandedTicket ticket) => SnakeCase<CheckKind>.Text(ticket.Check);

    private static JsonObject Self(Who who) => Entry(site: who.Site).With("staff", who.Staff);

    private static string Path(Who who) => $"logging/next?site={who.Site}&staff={who.Staff}&channel=counter";

    private async Task<Who> PersonAsync(int oneIn = Domain.Organisation.Site.UsualFullCheckOneIn)
    {
        var site = await organisation.SiteAsync(fullCheckOneIn: oneIn);
        return new Who(site, await organisation.StaffAsync(null, site));
    }

    private Task<Answer> SetAsync(string site, int? oneIn) =>
        api.PutAsync($"sites/{site}", new { name = site, zone = "Europe/London", fullCheckOneIn = oneIn });

    private async Task<(string Check, string Ticket)> NextAsync(Who who, Api? by = null)
    {
        var next = (await (by ?? api).GetAsync(Path(who))).Is(200);
        return ((string)next["check"]!, (string)next["ticket"]!);
    }

    private async Task<(string Check, int Number)> NextNumberAsync(Who who)
    {
        var (check, ticket) = await NextAsync(who);
        return (check, app.Services.GetRequiredService<OpenTicket>()(ticket)!.Number);
    }

    private Task<int> UsedAsync(Who who) =>
        app.QueryAsync(db => db.UsedTickets.CountAsync(t => t.StaffId == db.Staff.Single(s => s.Code == who.Staff).Id));

    private Task<IReadOnlyList<HandedTicket>> AheadAsync(Who who, int count) => app.InScopeAsync(async services =>
    {
        var (site, staff, channel) = await FindAsync(services, who);
        return await services.GetRequiredService<NextChecks>().TicketsAheadAsync(site, staff, channel, count, default);
    });

    // What is drawn follows from the numbers alone.
    private Task<string[]> DrawnAsync(Who who, int count) => app.InScopeAsync(async services =>
    {
        var (site, staff, channel) = await FindAsync(services, who);
        var secret = await services.GetRequiredService<DrawSecret>().GetAsync(default);
        return Enumerable.Range(1, count).Select(n => SnakeCase<CheckKind>.Text(
            FullCheckDraw.Of(secret, site.Id, staff.Id, channel.Id, n, site.FullCheckOneIn))).ToArray();
    });

    private static async Task<(Site, StaffMember, Channel)> FindAsync(IServiceProvider services, Who who)
    {
        var master = await services.GetRequiredService<MasterDataReader>().GetAsync(default);
        return (master.Sites.Find(who.Site)!, master.Staff.Find(who.Staff)!, master.Channels.Find("counter")!);
    }
}
