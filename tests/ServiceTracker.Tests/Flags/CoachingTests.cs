using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

public sealed class CoachingOnSqliteTests(OnSqlite shared) : CoachingTests(shared), IClassFixture<OnSqlite>;

public sealed class CoachingOnPostgresTests(OnPostgres shared) : CoachingTests(shared), IClassFixture<OnPostgres>;

public abstract class CoachingTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_conversation_is_seen_by_managers_of_the_site_and_the_private_note_stands_nowhere_else()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var person = await organisation.StaffAsync(null, mine);
        var flag = await new RaisedFlag { Site = mine, Staff = person }.StoreAsync(app);
        using var manager = await app.AsAsync(Role.Manager, mine);
        var body = new
        {
            staff = person,
            date = "2026-11-19",
            about = new[] { flag },
            observed = "The greeting is left out.",
            agreed = new[] { new { step = "Greet first.", until = "2026-12-01" } },
            privateNote = "unspoken",
        };
        var made = (await manager.PostAsync("coaching", body)).Is(201);
        var path = $"coaching/{made["id"]}";
        Assert.Equal("unspoken", (string?)(await manager.GetAsync(path)).Is(200)["privateNote"]);
        var listed = (await manager.GetAsync($"coaching?staff={person}")).Is(200).Items.Single()!;
        Assert.Equal("Greet first.", (string?)listed["agreed"]![0]!["step"]);

        using var elsewhere = await app.AsAsync(Role.Manager, theirs);
        using var ops = await app.AsAsync(Role.Ops, mine);
        using var staff = await app.AsAsync(Role.Staff, mine);
        foreach (var other in new[] { elsewhere, ops, staff })
        {
            (await other.GetAsync(path)).Is(404);
            Assert.Empty((await other.GetAsync("coaching")).Is(200).Items);
        }

        (await elsewhere.PostAsync("coaching", body)).IsRefused("$.staff unknown_reference");
        (await elsewhere.SendAsync(HttpMethod.Patch, path, JsonContent.Create(new { observed = "x" }), made.ETag)).Is(404);
        var note = JsonContent.Create(new { privateNote = "unspoken too" });
        var changed = (await manager.SendAsync(HttpMethod.Patch, path, note, made.ETag)).Is(200);
        Assert.Equal(("The greeting is left out.", 2), ((string?)changed["observed"], (int)changed["version"]!));
        var lines = await app.QueryAsync(db => db.AuditEntries.Where(a => a.Subject == path).Select(a => a.Before + a.After).ToListAsync());
        Assert.Equal(2, lines.Count);
        foreach (var word in new[] { "unspoken", "greeting", "Greet first" })
            Assert.DoesNotContain(lines, l => l.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_person_reads_all_but_the_private_note_a_colleague_nothing_and_no_file_holds_a_word_of_it()
    {
        var site = await organisation.SiteAsync();
        var (person, colleague) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        await organisation.LogAsync(Hosting.Organisation.Entry(site: site).With("staff", person));
        using var manager = await app.AsAsync(Role.Manager, site);
        var made = (await manager.PostAsync(
            "coaching",
            new
            {
                staff = person,
                date = "2026-11-19",
                observed = "The greeting is left out.",
                agreed = new[] { new { step = "Greet first." } },
                privateNote = "unspoken",
            })).Is(201);
        var path = $"coaching/{made["id"]}";

        using var own = await app.OfPersonAsync(person);
        var read = (await own.GetAsync(path)).Is(200);
        Assert.Equal(("The greeting is left out.", "Greet first."), ((string?)read["observed"], (string?)read["agreed"]![0]!["step"]));
        var all = (await own.GetAsync($"coaching?staff={person}")).Is(200);
        Assert.DoesNotContain("unspoken", read.Text + all.Text, StringComparison.Ordinal);
        (await own.SendAsync(HttpMethod.Patch, path, JsonContent.Create(new { observed = "x" }), made.ETag)).Is(403);
        (await own.PostAsync("coaching", new { staff = person, date = "2026-11-19", observed = "x" })).Is(403);
        using var other = await app.OfPersonAsync(colleague);
        (await other.GetAsync(path)).Is(404);
        Assert.Empty((await other.GetAsync("coaching")).Is(200).Items);

        foreach (var file in new[] { "consistency", "basics", "interactions", "flags" })
        {
            var text = (await manager.GetAsync($"reports/weekly/2026-W47/{file}.csv?site={site}")).Text;
            Assert.DoesNotContain("greeting is left out", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("unspoken", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_person_sees_the_conversations_with_them_and_a_manager_of_another_site_none()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var made = (await organisation.Admin.PostAsync(
            "coaching", new { staff = person, date = "2026-11-19", observed = "Seen." })).Is(201);
        var id = Guid.Parse((string)made["id"]!);
        var staff = await app.QueryAsync(db => db.Staff.Where(s => s.Code == person).Select(s => s.Id).SingleAsync());
        Assert.True(await SeesAsync(new Actor("user:1", "Own", Role.Staff, [], staff)));
        Assert.True(await SeesAsync(new Actor("user:1", "Own", Role.Ops, [], staff)));
        Assert.False(await SeesAsync(new Actor("user:2", "Other", Role.Staff, null, staff + 1)));
        Assert.False(await SeesAsync(new Actor("user:3", "Ops", Role.Ops, null, null)));
        Assert.False(await SeesAsync(new Actor("user:4", "Elsewhere", Role.Manager, [], null)));

        Task<bool> SeesAsync(Actor actor) => app.QueryAsync(db => actor.Visible(db.Conversations).AnyAsync(c => c.Id == id));
    }

    [Fact]
    public async Task What_is_wrong_with_a_conversation_is_told_by_its_path()
    {
        var (one, other) = (
            await organisation.StaffAsync(null, Hosting.Organisation.Site), await organisation.StaffAsync(null, Hosting.Organisation.Site));
        var flag = await new RaisedFlag { Staff = other }.StoreAsync(app);
        var api = organisation.Admin;
        (await api.PostAsync("coaching", new { staff = one, date = "2026-11-19", observed = "Seen.", about = new[] { flag } }))
            .IsRefused("$.about[0] unknown_reference");
        (await api.PostAsync("coaching", new { staff = one, date = "2026-12-19", observed = "Seen." })).IsRefused("$.date out_of_range");
        (await api.PostAsync("coaching", new { staff = one, date = "2026-11-19" })).IsRefused("$.observed required");
        (await api.PostAsync("coaching", new { date = "2026-11-19", observed = "Seen." })).IsRefused("$.staff required");
        (await api.PostAsync(
            "coaching", new { staff = one, date = "2026-11-19", observed = "Seen.", agreed = new[] { new { step = " " } } }))
            .IsRefused("$.agreed[0].step required");
    }
}
