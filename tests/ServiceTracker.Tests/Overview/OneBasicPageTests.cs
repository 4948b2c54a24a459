using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Overview.Looker;

namespace ServiceTracker.Tests.Overview;

public sealed class OneBasicPageOnSqliteTests(OnSqlite shared) : OneBasicPageTests(shared), IClassFixture<OnSqlite>;

public sealed class OneBasicPageOnPostgresTests(OnPostgres shared) : OneBasicPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>What the page of one basic says. The clock stands on Friday of 2026-W47, so the last whole week is W46.</summary>
public abstract class OneBasicPageTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_basic_that_falls_at_one_site_is_told_in_one_sentence_with_what_was_said_of_its_misses()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true, counterFalls: true);
        var other = await BuiltShop.CreateAsync(organisation);
        await shop.ProcessChangeAsync(new(2026, 10, 15), "New script");
        var at = new DateTime(2026, 11, 15, 15, 0, 0);
        await new Series(organisation, shop.Site)
            .Add(
                at, 1, shop.Staff[0], "phone",
                e => e.With("note", "The script skips it.").With("causes", new JsonObject { ["identity"] = "process" }), "identity")
            .Add(at.AddMinutes(1), 1, shop.Staff[0], "phone", _ => { }, "greeted").StoreAsync(rolledUp: true);
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await manager.PageAsync("/basics/identity");

        Assert.Equal(
            $"identity is at 34 % where 89 % was usual, since week 43, at {shop.Site}, all channels together, after “New script” (15 Oct).",
            page.Text("#story"));
        AssertSays(page.QuerySelector(".sure")!, "since 19 Oct");
        Assert.DoesNotContain("because", page.Text("main"), StringComparison.OrdinalIgnoreCase);
        page.AssertNamesNobody(shop.Staff);
        Assert.Equal(["15 Oct 2026 “New script”"], page.QuerySelectorAll("#changes tbody tr")
            .Select(r => string.Join(' ', r.Children.Take(2).Select(c => c.Text())))
            .Where(t => t.Contains("New script", StringComparison.Ordinal)));
        AssertSays(page.QuerySelector("#changes")!, "89 % of 1248 a week like the last between");
        AssertSays(page.QuerySelector("#changes")!, "no limits yet: 4 of 13 weeks");
        Assert.Equal(2, page.QuerySelectorAll(".strip-cards li").Length);
        // What was said of a miss, with how often nothing was: the count is the list's.
        AssertSays(page.QuerySelector("#obstacles")!, "Process (too busy)1");
        var behind = page.QuerySelector("#obstacles a")!;
        Assert.StartsWith(
            $"/interactions?site={shop.Site}&from=2026-09-21&to=2026-11-15&missed=identity", behind.GetAttribute("href")!,
            StringComparison.Ordinal);
        var misses = await CountAsync(shop.Site, new(2026, 9, 21));
        Assert.Equal($"{misses} missed", behind.Text());
        AssertSays(page.QuerySelector("#obstacles")!, $"Nothing was said{misses - 1}");
        // The hours of all misses.
        Assert.Equal(["10", "15"], page.QuerySelectorAll(".hours li > span:first-child").Select(e => e.FirstChild!.Text()));
        var last = page.QuerySelectorAll(".misses li").ToList();
        Assert.Equal(10, last.Count);
        AssertSays(last[0], "15 Nov 15:00 phone");
        AssertSays(last[0], "The script skips it.");
        Assert.Equal(200, await manager.StatusAsync(last[0].QuerySelector("a")!.GetAttribute("href")!));

        // Who sees both sites reads where it is; one channel alone is told of that.
        using var admin = await organisation.SignedInAsync(Role.Admin, null);
        var both = await admin.PageAsync("/basics/identity");
        AssertSays(both.QuerySelector("#h-sites + p")!.ParentElement!.ParentElement!, other.Site);
        AssertSays((await manager.PageAsync("/basics/identity?channel=phone")).QuerySelector("#story")!, $"at {shop.Site} on phone");
        // Before it began all was as usual.
        AssertSays((await manager.PageAsync("/basics/identity?week=2026-W42")).QuerySelector("#story")!, "is as usual: 89 %");
    }

    [Fact]
    public async Task Where_nothing_differs_it_is_said_calmly_and_where_there_is_too_little_nothing_is()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var calm = await manager.PageAsync("/basics/greeted");

        Assert.Equal(
            $"greeted at {shop.Site} is as usual: 89 % in the last 4 weeks, 89 % in up to 26 before. "
            + "Nothing about it stands out beyond chance.",
            calm.Text("#story"));
        Assert.Empty(calm.QuerySelectorAll("main svg use[href^='#g-c']:not(.legend use), .sure, .also"));
        AssertSays(calm.QuerySelector("#h-people")!.ParentElement!.ParentElement!, "Nobody of 8 people is outside.");

        var young = await BuiltShop.CreateAsync(organisation, weeks: 3);
        using var beginner = await organisation.SignedInAsync(Role.Manager, young.Site);
        var few = await beginner.PageAsync("/basics/greeted");
        AssertSays(few.QuerySelector("#story")!, "Whether that is usual cannot be told yet: 17 weeks are needed, 3 are there.");
        Assert.DoesNotContain("beyond chance", few.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_marked_where_it_holds_and_its_limits_stand_beside_each_other()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await manager.PageAsync("/basics/identity?channel=phone");
        var (refused, again) = await manager.SubmitAsync(
            page, "#mark form", ("Input.Date", "soon"), ("Input.What", "A"), ("Input.Why", "B"));
        Assert.Equal(200, (int)refused.StatusCode);
        Assert.NotNull(again.QuerySelector(".error-summary"));
        var (_, done) = await manager.SubmitAsync(
            page, "#mark form", ("Input.Date", "2026-09-07"), ("Input.What", "Two details"), ("Input.Why", "One was not enough."));

        AssertSays(done.QuerySelector(".notice")!, "The change is marked.");
        AssertSays(done.QuerySelector("#changes")!, "7 Sep 2026 “Two details”");
        var stored = await organisation.App.QueryAsync(db => db.ProcessChanges.SingleAsync(c => c.What == "Two details"));
        Assert.Equal(("identity", false), (stored.Expectation, stored.Rebase));
        // It is on no other basic.
        Assert.Null((await manager.PageAsync("/basics/greeted?channel=phone")).QuerySelector("#changes"));
        using var ops = await organisation.SignedInAsync(Role.Ops, shop.Site);
        Assert.Null((await ops.PageAsync("/basics/identity")).QuerySelector("#mark"));
    }

    [Fact]
    public async Task A_manager_of_one_site_sees_nothing_of_another_and_staff_are_not_given_the_page()
    {
        var own = await BuiltShop.CreateAsync(organisation);
        var other = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        await other.FlagAsync(FlagKind.Basic, channel: "phone", basic: "identity");
        using var manager = await organisation.SignedInAsync(Role.Manager, own.Site);
        foreach (var path in new[] { "/basics/identity", "/basics/identity?channel=phone" })
        {
            var page = await manager.PageAsync(path);
            AssertSays(page.QuerySelector("#story")!, "is as usual: 89 %");
            Assert.DoesNotContain(other.Site, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
            page.AssertNamesNobody(other.Staff);
        }

        Assert.Equal(404, await manager.StatusAsync($"/basics/identity?site={other.Site}"));
        Assert.Equal(404, await manager.StatusAsync("/basics/nothing_of_the_kind"));
        Assert.Equal(404, await manager.StatusAsync("/basics/identity?channel=pigeon"));
        Assert.Equal(404, await manager.StatusAsync("/basics/identity?week=soon"));
        using var staff = await organisation.SignedInAsync(Role.Staff, own.Site, own.Staff[0]);
        Assert.Equal(403, await staff.StatusAsync("/basics/identity"));
        using var stranger = new Visitor(organisation.App);
        Assert.Equal("/sign-in", (await stranger.GetAsync("/basics/identity")).Answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    private async Task<int> CountAsync(string site, DateOnly from) => (await organisation.App.QueryAsync(db => db.Interactions
        .Where(i => i.SiteId == db.Sites.First(s => s.Code == site).Id && i.BusinessDate >= from && (i.Met & 2) == 0).CountAsync()));
}
