using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Figures;

public sealed class TrustOnSqliteTests(OnSqlite shared) : TrustTests(shared), IClassFixture<OnSqlite>;

public sealed class TrustOnPostgresTests(OnPostgres shared) : TrustTests(shared), IClassFixture<OnPostgres>;

/// <summary>Whether what is logged can be trusted: each person's two kinds of logs, and what a till counted.</summary>
public abstract class TrustTests(SharedApp shared)
{
    private const string Password = "a long enough password";

    // Of 2026-W46, the last whole week.
    private static readonly DateTime Monday = new(2026, 11, 9, 10, 0, 0, DateTimeKind.Utc);

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Who_always_taps_all_met_is_named_to_the_manager_and_sees_the_same_numbers()
    {
        var site = await organisation.SiteAsync(fullCheckOneIn: 1);
        var (always, honest) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        var series = new Series(organisation, site);
        series.Add(Monday, 160, always).Add(Monday, 24, always, "counter", IsFull).Add(Monday, 8, always, "counter", IsFull, "greeted")
            .Add(Monday, (136, 160), honest).Add(Monday, 27, honest, "counter", IsFull)
            .Add(Monday, 5, honest, "counter", IsFull, "greeted").Add(Monday, 9, honest, "phone");
        await series.StoreAsync(rolledUp: true);

        using var manager = await app.AsAsync(Role.Manager, site);
        var lines = (await manager.GetAsync($"consistency/logging?site={site}")).Is(200).Items;
        Assert.Equal([$"{always} ", $"{always} counter", $"{honest} ", $"{honest} counter", $"{honest} phone"],
            lines.Select(l => $"{l!["staff"]} {l["channel"]}"));
        Assert.Equal([true, false], lines.Where(l => l!["channel"] is null).Select(l => (bool)l!["named"]!));
        Assert.Equal((32, 24, 0.75), ((int)lines[1]!["full"]!["interactions"]!, (int)lines[1]!["full"]!["allBasicsMet"]!,
            (double)lines[1]!["full"]!["rate"]!));
        Assert.Null(lines[4]!["quick"]!["rate"]);
        Assert.Null(lines[4]!["difference"]);
        Assert.Null(lines[1]!["named"]);

        using var boss = await VisitorAsync(Role.Manager, site, null);
        foreach (var path in new[] { $"/overview?site={site}&week=2026-W46", $"/site?code={site}&week=2026-W46" })
        {
            var named = (await boss.GetAsync(path)).Page.QuerySelector("#logging")!;
            Assert.Equal(always, Assert.Single(named.QuerySelectorAll("a")).TextContent);
            Assert.Contains("100 % of 160 quick logs and 75 % of 32 full checks", named.TextContent, StringComparison.Ordinal);
        }

        using var person = await VisitorAsync(Role.Staff, site, always);
        var own = (await person.GetAsync("/me")).Page.QuerySelector("[aria-labelledby=h-evidence]")!;
        var seen = (await boss.GetAsync($"/person?code={always}")).Page.QuerySelector("[aria-labelledby=h-evidence]")!;
        Assert.Equal(seen.InnerHtml, own.InnerHtml);
        Assert.Equal(
            ["counter", "75 % of 32 (58 % to 87 %)", "100 % of 160 (98 % to 100 %)", "Full check owed"],
            own.QuerySelectorAll("tbody tr > *").Select(c => c.TextContent));
        (await (await app.OfPersonAsync(always)).GetAsync($"consistency/logging?staff={always}")).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task Logs_are_held_against_what_was_counted_and_against_nothing_where_nothing_was()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var series = new Series(organisation, site);
        series.Add(Monday, 30, person).Add(Monday, 10, person, "phone").Add(Monday.AddDays(1), 20, person)
            .Add(Monday.AddDays(1), 8, person, "phone").Add(Monday.AddDays(2), 7, person)
            .Add(Monday.AddMinutes(30), 5, person, "counter", e => e["source"] = "observer");
        await series.StoreAsync(rolledUp: true);
        using var manager = await app.AsAsync(Role.Manager, site);
        var share = (await manager.GetAsync($"coverage?site={site}")).Is(200);
        Assert.Null(share["share"]);
        Assert.StartsWith("No count", (string)share["sentence"]!, StringComparison.Ordinal);

        (await PutAsync(manager, "2026-11-09", new { contacts = 80, channels = new { counter = 60 } })).Is(201);
        (await PutAsync(manager, "2026-11-10", new { channels = new { counter = 40 } })).Is(201);
        share = (await manager.GetAsync($"coverage?site={site}&from=2026-11-01&to=2026-11-15")).Is(200);
        Assert.Equal((120L, 60L, 2, 0.5), ((long)share["contacts"]!, (long)share["logged"]!, (int)share["days"]!, (double)share["share"]!));
        Assert.Equal("50 % of 120 contacts that were counted on 2 days were logged.", (string?)share["sentence"]);
        using var boss = await VisitorAsync(Role.Manager, site, null);
        foreach (var path in new[] { $"/overview?site={site}&week=2026-W46", $"/site?code={site}&week=2026-W46" })
        {
            var page = (await boss.GetAsync(path)).Page;
            Assert.Contains("50 % of 120 contacts", page.QuerySelector("#coverage")!.TextContent, StringComparison.Ordinal);
        }

        var read = (await manager.GetAsync($"coverage/{site}/2026-11-09")).Is(200);
        Assert.Equal((80, 60), ((int)read["contacts"]!, (int)read["channels"]!["counter"]!));
        (await PutAsync(manager, "2026-11-10", new { contacts = -1 })).IsRefused("$.contacts out_of_range");
        (await PutAsync(manager, "2026-11-10", new { channels = new { nowhere = 1 } })).IsRefused("$.channels.nowhere unknown_reference");
        (await PutAsync(manager, "2026-11-10", new { })).IsRefused("$.contacts required");
        (await PutAsync(manager, "10.11.2026", new { contacts = 1 })).IsRefused("$.date invalid");
        // What lies at another site is not there.
        var other = await organisation.SiteAsync();
        (await manager.PutAsync($"coverage/{other}/2026-11-09", new { contacts = 1 })).IsProblem(404, "not_found");
        (await manager.GetAsync($"coverage?site={other}")).IsRefused("$.site unknown_reference");
        (await manager.GetAsync("coverage?to=0001-01-01")).IsRefused("$.to out_of_range");
        (await manager.GetAsync("coverage?from=1990-01-01&to=2026-11-15")).IsRefused("$.from out_of_range");
        (await manager.SendAsync(HttpMethod.Delete, $"coverage/{site}/2026-11-09", null)).Is(204);
        (await manager.SendAsync(HttpMethod.Delete, $"coverage/{site}/2026-11-09", null)).IsProblem(404, "not_found");
        Assert.Equal(40, (long)(await manager.GetAsync($"coverage?site={site}")).Is(200)["contacts"]!);
        Assert.Equal(3, await app.QueryAsync(db => db.AuditEntries.CountAsync(a =>
            a.Action.StartsWith("coverage.") && a.SiteId == db.Sites.Single(s => s.Code == site).Id)));

        Task<Hosting.Answer> PutAsync(Api by, string date, object body) => by.PutAsync($"coverage/{site}/{date}", body);
    }

    private static void IsFull(JsonObject entry) => entry["check"] = "full";

    private async Task<Visitor> VisitorAsync(Role role, string site, string? staff)
    {
        var email = organisation.NewCode("who") + "@shop.test";
        var (at, person) = await app.QueryAsync(async db => (
            await db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync(),
            await db.Staff.Where(s => s.Code == staff).Select(s => (int?)s.Id).SingleOrDefaultAsync()));
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, Password, null, role, [at], person, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync(email, Password);
        return visitor;
    }
}
