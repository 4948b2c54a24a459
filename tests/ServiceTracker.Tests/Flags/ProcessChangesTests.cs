using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Flags;

public sealed class ProcessChangesOnSqliteTests(OnSqlite shared) : ProcessChangesTests(shared), IClassFixture<OnSqlite>;

public sealed class ProcessChangesOnPostgresTests(OnPostgres shared) : ProcessChangesTests(shared), IClassFixture<OnPostgres>;

public abstract class ProcessChangesTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_change_is_recorded_by_a_manager_of_its_site_and_one_of_all_sites_by_an_administrator()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        using var manager = await app.AsAsync(Role.Manager, mine);
        var made = (await manager.PostAsync("process-changes", Change(mine) with { rebase = true })).Is(201);
        Assert.Equal((mine, "2026-11-10", true), ((string?)made["site"], (string?)made["date"], (bool)made["rebase"]!));
        Assert.Equal(1, await app.QueryAsync(db => db.AuditEntries.CountAsync(a => a.Subject == $"process-change/{made["id"]}")));
        (await manager.PostAsync("process-changes", Change(theirs))).IsRefused("$.site unknown_reference");
        (await manager.PostAsync("process-changes", Change(null))).IsRefused("$.site required");
        (await organisation.Admin.PostAsync("process-changes", Change(theirs))).Is(201);
        (await organisation.Admin.PostAsync("process-changes", Change(null) with { date = "2026-11-11" })).Is(201);

        var listed = (await manager.GetAsync("process-changes")).Is(200).Items;
        Assert.Equal([null, mine], listed.Select(c => (string?)c!["site"]));
        var first = (await manager.GetAsync($"process-changes?site={mine}&limit=1")).Is(200);
        Assert.Null((string?)first.Items.Single()!["site"]);
        Assert.Equal(mine, (string?)(await manager.GetAsync((string)first["next"]!)).Is(200).Items.Single()!["site"]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_change_is_told_by_its_path()
    {
        var api = organisation.Admin;
        (await api.PostAsync("process-changes", Change(Site) with { date = null })).IsRefused("$.date required");
        (await api.PostAsync("process-changes", Change(Site) with { date = "2028-01-01" })).IsRefused("$.date out_of_range");
        (await api.PostAsync("process-changes", Change(Site) with { what = " " })).IsRefused("$.what required");
        (await api.PostAsync("process-changes", Change(Site) with { why = "" })).IsRefused("$.why required");
        (await api.PostAsync("process-changes", Change(Site) with { what = new string('x', 121) })).IsRefused("$.what invalid");
        (await api.PostAsync("process-changes", Change(Site) with { channel = "none" })).IsRefused("$.channel unknown_reference");
        (await api.PostAsync("process-changes", Change(Site) with { expectation = "none" })).IsRefused("$.expectation unknown_reference");
    }

    [Fact]
    public async Task A_change_is_drawn_on_the_charts_it_concerns_and_marked_on_their_page()
    {
        var site = await organisation.SiteAsync();
        await organisation.LogAsync(Entry(site: site));
        var email = $"{site}@example.org";
        var siteId = await app.QueryAsync(db => db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync());
        await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, "a long enough password", null, Role.Manager, [siteId], null, CancellationToken.None));
        using var visitor = new Visitor(app);
        await visitor.SignInAsync(email, "a long enough password");
        var (_, page) = await visitor.GetAsync($"/consistency/chart?site={site}&channel=counter");
        var (_, refused) = await visitor.SubmitAsync(page, "main form", ("Input.Date", "2026-11-10"), ("Input.What", "Other desks."));
        Assert.Contains("Say why.", refused.Body!.TextContent, StringComparison.Ordinal);
        var (answer, done) = await visitor.SubmitAsync(
            refused, "main form", ("Input.Date", "2026-11-10"), ("Input.What", "Other desks."), ("Input.Why", "They are lower."));
        Assert.Equal(HttpMethod.Get, answer.RequestMessage!.Method);
        Assert.Contains("10 Nov: Other desks.", done.QuerySelector("#chart svg")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("They are lower.", done.QuerySelector("#changes")!.TextContent, StringComparison.Ordinal);

        var notes = (await organisation.Admin.GetAsync($"consistency/chart?site={site}&channel=counter")).Is(200).Text;
        Assert.Contains("A change was recorded for 2026-11-10: Other desks.", notes, StringComparison.Ordinal);
        notes = (await organisation.Admin.GetAsync($"consistency/chart?site={site}&channel=phone")).Is(200).Text;
        Assert.DoesNotContain("Other desks.", notes, StringComparison.Ordinal);
    }

    private static Sent Change(string? site) =>
        new(site, null, null, "2026-11-10", "Another script.", "It is shorter.", false);

    private sealed record Sent(
        string? site, string? channel, string? expectation, string? date, string? what, string? why, bool rebase);
}
