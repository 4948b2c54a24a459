using AngleSharp.Html.Dom;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Overview.Looker;

namespace ServiceTracker.Tests.Overview;

public sealed class OverviewPageOnSqliteTests(OnSqlite shared) : OverviewPageTests(shared), IClassFixture<OnSqlite>;

public sealed class OverviewPageOnPostgresTests(OnPostgres shared) : OverviewPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>What the start page answers. The clock stands on Friday of 2026-W47, so the last whole week is W46.</summary>
public abstract class OverviewPageTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Where_nothing_stands_out_it_says_what_was_looked_at_and_no_more()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await PageAsync(manager);

        Assert.Equal("Nothing needs you this week", Big(page, "where"));
        Assert.Equal("Neither: no person and no channel stands out", Big(page, "who"));
        Assert.Equal("Nothing new since 9 Nov", Big(page, "changed"));
        AssertSays(page.QuerySelector("#who")!, "Looked at 8 people, 2 channels, 4 basics: nothing outside chance.");
        Assert.Empty(page.QuerySelectorAll(".needs, main .verdict, main svg use[href^='#g-c']"));
        Assert.Equal(["Chance", "Chance", "Chance", "Chance"], page.QuerySelectorAll("td.why").Select(e => e.Text()));
        page.AssertNamesNobody(shop.Staff);
        Assert.Equal("/overview", (await manager.GetAsync("/")).Answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_channels_basic_that_falls_is_named_with_where_since_when_and_how_sure_and_nobody_who_was_there()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        await shop.ProcessChangeAsync(new(2026, 10, 15), "New phone script", "phone");
        await shop.ProcessChangeAsync(new(2026, 10, 16), "New counter", "counter");
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await PageAsync(manager);

        Assert.Equal("identity fell on phone since 19 Oct: 89 → 33 %", Big(page, "where"));
        AssertSays(page.QuerySelector("#where .sure")!, "96 interactions, settled");
        Assert.Equal("The channel: phone; none of 8 people stands out", Big(page, "who"));
        AssertSays(page.QuerySelector("#changed")!, "19 Oct identity on phone down after “New phone script” (15 Oct)");
        Assert.DoesNotContain("because", page.Body!.Text(), StringComparison.OrdinalIgnoreCase);
        AssertSays(page.QuerySelector("#b-identity .why")!, "Channel on phone");
        Assert.Equal("Chance", page.QuerySelector("#b-greeted .why")!.Text());
        page.AssertNamesNobody(shop.Staff);

        // The numbers are those of the list behind them.
        var link = page.QuerySelector("#where .big a")!.GetAttribute("href")!;
        Assert.StartsWith(
            $"/interactions?site={shop.Site}&channel=phone&from=2026-10-19&to=2026-11-15&missed=identity", link, StringComparison.Ordinal);
        var api = (await organisation.Admin.GetAsync(
            $"consistency?by=expectation&site={shop.Site}&channel=phone&from=2026-10-19&to=2026-11-15")).Is(200).Items
            .Single(i => (string)i!["expectation"]! == "identity")!;
        Assert.Equal((32, 96), ((int)api["allBasicsMet"]!, (int)api["scored"]!));

        // A week earlier three of the four weeks had fallen, too; before it began nothing had.
        Assert.Equal("Nothing needs you this week", Big(await PageAsync(manager, "?week=2026-W42"), "where"));
        Assert.Equal("New since 19 Oct: identity on phone", Big(await PageAsync(manager, "?week=2026-W43"), "changed"));
        // A change that was recorded as the new usual is no fall.
        await shop.ProcessChangeAsync(new(2026, 10, 17), "This is how it is now", "phone", rebase: true);
        Assert.DoesNotContain("fell", Big(await PageAsync(manager), "where"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_who_slips_is_told_of_by_their_flag_and_the_flag_needs_somebody()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        var slips = shop.Staff[3];
        var id = await shop.FlagAsync(FlagKind.Lower, slips);
        await shop.FlagAsync(FlagKind.ChannelGap, channel: "phone");
        await shop.FlagAsync(FlagKind.Lower, shop.Staff[0], change: f => f.PartOf = id);
        await shop.FlagAsync(FlagKind.Lower, shop.Staff[1], change: f => f.Supported = false);
        await shop.FlagAsync(FlagKind.Lower, shop.Staff[2], change: f =>
            (f.Status, f.ClosedOn, f.ClosedAt, f.Finding) = (FlagStatus.Closed, new(2026, 11, 10), f.OpenedAt, FlagFinding.Chance));
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await PageAsync(manager);

        Assert.Equal($"{slips} slips since 3 Nov: 91 → 78 %", Big(page, "where"));
        AssertSays(page.QuerySelector("#where .sure")!, "96 interactions, provisional");
        Assert.Equal($"One person: {slips}; no channel stands out", Big(page, "who"));
        Assert.Equal($"No longer since 9 Nov: {shop.Staff[2]}", Big(page, "changed"));
        AssertSays(page.QuerySelector("#changed")!, $"10 Nov Closed: {shop.Staff[2]}");
        var line = Assert.Single(page.QuerySelectorAll(".needs li"));
        Assert.Equal($"/flags/{id}", line.QuerySelector("a")!.GetAttribute("href"));
        AssertSays(line, "provisional, nobody has looked yet");
        AssertSays(page.QuerySelector("#who")!, "nothing else outside chance");
        page.AssertNamesNobody(shop.Staff.Take(2));
        // Before it was detected nobody knew of it, and what is closed by now was still open.
        Assert.Equal("Nothing needs you this week", Big(await PageAsync(manager, "?week=2026-W44"), "where"));
        Assert.Equal(2, (await PageAsync(manager, "?week=2026-W45")).QuerySelectorAll(".needs li").Length);
    }

    [Fact]
    public async Task A_manager_of_one_site_sees_nothing_of_another()
    {
        var own = await BuiltShop.CreateAsync(organisation);
        var other = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        await other.FlagAsync(FlagKind.Basic, channel: "phone", basic: "identity");
        await other.FlagAsync(FlagKind.Erratic, other.Staff[0]);
        await other.ProcessChangeAsync(new(2026, 11, 11), "A change elsewhere");
        using var manager = await organisation.SignedInAsync(Role.Manager, own.Site);
        var page = await PageAsync(manager);

        Assert.Equal("Nothing needs you this week", Big(page, "where"));
        Assert.Equal("Nothing new since 9 Nov", Big(page, "changed"));
        var html = page.DocumentElement.OuterHtml;
        Assert.All([other.Site, "A change elsewhere", .. other.Staff], name => Assert.DoesNotContain(name, html, StringComparison.Ordinal));
        Assert.Equal(404, (int)(await manager.GetAsync($"/overview?site={other.Site}")).Answer.StatusCode);
        Assert.Equal(200, (int)(await manager.GetAsync($"/overview?site={own.Site}")).Answer.StatusCode);

        // Who sees both is told of which site each is.
        using var admin = await organisation.SignedInAsync(Role.Admin, null);
        AssertSays((await PageAsync(admin)).QuerySelector(".needs")!, $"identity fell on phone at {other.Site}");
        AssertSays(
            (await PageAsync(admin, $"?site={other.Site}")).QuerySelector(".needs")!, "identity fell on phone since 3 Nov: 91 → 78 %");
    }

    [Fact]
    public async Task With_too_little_nothing_is_claimed_and_a_running_week_is_never_judged()
    {
        var shop = await BuiltShop.CreateAsync(organisation, weeks: 3);
        // The running week: everything is missed, and nobody says so yet.
        await new Series(organisation, shop.Site).Add(new(2026, 11, 17, 10, 0, 0), 40, shop.Staff[0], "counter", "greeted").StoreAsync();
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await PageAsync(manager, "?week=2026-W47");

        AssertSays(page.QuerySelector(".sub")!, "up to week 46");
        AssertSays(page.QuerySelector("#b-greeted .num.strong")!, "88.9%");
        Assert.DoesNotContain("fell", page.QuerySelector("#where")!.Text(), StringComparison.Ordinal);

        var empty = await organisation.SiteAsync();
        using var beginner = await organisation.SignedInAsync(Role.Manager, empty);
        var nothing = await PageAsync(beginner);
        Assert.Equal("Too little yet: 17 weeks are needed, 0 are there", Big(nothing, "where"));
        Assert.Equal(("Not told yet", "Not told yet"), (Big(nothing, "who"), Big(nothing, "changed")));
        Assert.DoesNotContain("outside chance", nothing.Body!.Text(), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await beginner.GetAsync("/overview?week=soon")).Answer.StatusCode);
    }

    [Fact]
    public async Task Staff_begin_with_their_log_and_are_not_given_the_overview()
    {
        var shop = await BuiltShop.CreateAsync(organisation, weeks: 1);
        using var visitor = await organisation.SignedInAsync(Role.Staff, shop.Site, shop.Staff[0]);

        Assert.Equal("/log", (await visitor.GetAsync("/")).Answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(403, (int)(await visitor.GetAsync("/overview")).Answer.StatusCode);
    }

    private static string Big(IHtmlDocument page, string answer) => page.Text($"#{answer} .big");

    private static Task<IHtmlDocument> PageAsync(Visitor visitor, string query = "") => visitor.PageAsync($"/overview{query}");
}
