using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Overview.Looker;

namespace ServiceTracker.Tests.Overview;

public sealed class OnePlacePageOnSqliteTests(OnSqlite shared) : OnePlacePageTests(shared), IClassFixture<OnSqlite>;

public sealed class OnePlacePageOnPostgresTests(OnPostgres shared) : OnePlacePageTests(shared), IClassFixture<OnPostgres>;

/// <summary>What the pages of one channel and one site say. The clock stands on Friday of 2026-W47: the last whole week is W46.</summary>
public abstract class OnePlacePageTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_channel_that_falls_is_told_with_the_basic_that_does_and_another_one_calmly()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        await shop.ProcessChangeAsync(new(2026, 10, 15), "New phone script", "phone");
        var flag = await shop.FlagAsync(FlagKind.Lower, shop.Staff[3], "phone");
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await manager.PageAsync("/channel?code=phone");

        Assert.Equal(
            $"All basics are met in 23 % where 78 % was usual, since week 43, at {shop.Site} on phone, after “New phone script” (15 Oct).",
            page.Text("#story"));
        AssertSays(page.QuerySelector(".also")!, "identity fell on phone since 19 Oct: 89 → 33 %");
        AssertSays(page.QuerySelector("#changes")!, "15 Oct 2026 “New phone script” 78 % of 600");
        Assert.Equal(["b-greeted", "b-identity", "b-anything_else"], page.QuerySelectorAll(".overview-basics tbody tr").Select(r => r.Id));
        AssertSays(page.QuerySelector("#b-identity .why")!, "Channel on phone");
        Assert.Equal("Chance", page.Text("#b-greeted .why"));
        Assert.Equal(
            $"/basics/identity?site={shop.Site}&channel=phone&week=2026-W46", page.QuerySelector("#b-identity th a")!.GetAttribute("href"));
        Assert.Equal("33.3%", page.Text("#b-identity .num.strong a"));
        Assert.Equal($"/flags/{flag}", Assert.Single(page.QuerySelectorAll(".needs a")).GetAttribute("href"));
        Assert.Equal(10, page.QuerySelectorAll(".misses li").Length);
        // People are told by their flags alone, and those who do not stand out by none.
        page.AssertNamesNobody(shop.Staff.Where(s => s != shop.Staff[3]));
        Assert.DoesNotContain("because", page.Text("main"), StringComparison.OrdinalIgnoreCase);

        var counter = await manager.PageAsync("/channel?code=counter");
        AssertSays(counter.QuerySelector("#story")!, $"All basics at {shop.Site} on counter are met as usual: 78 % in the last 4 weeks");
        AssertSays(counter.QuerySelector("#people")!, "Nobody of 8 stands out");
        Assert.Null(counter.QuerySelector(".needs"));

        // Where a flag is about the channel, its page leads here; so does the overview.
        var behind = await manager.PageAsync($"/flags/{flag}");
        Assert.Equal(
            [$"/channel?code=phone&site={shop.Site}", $"/site?code={shop.Site}"],
            behind.QuerySelectorAll("#around a").Select(a => a.GetAttribute("href")));
        var overview = await manager.PageAsync("/overview");
        Assert.Equal(
            $"/basics/identity?site={shop.Site}&week=2026-W46", overview.QuerySelector("#b-identity th a")!.GetAttribute("href"));
        Assert.NotNull(overview.QuerySelector($"main a[href='/channel?code=phone&site={shop.Site}&week=2026-W46']"));
        Assert.NotNull(overview.QuerySelector($"main a[href='/site?code={shop.Site}&week=2026-W46']"));
    }

    [Fact]
    public async Task A_site_is_told_by_what_fell_on_all_channels_and_a_new_one_by_nothing_but_its_numbers()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true, counterFalls: true);
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await manager.PageAsync($"/site?code={shop.Site}");

        Assert.Equal($"All basics are met in 22 % where 78 % was usual, since week 43, at {shop.Site}.", page.Text("#story"));
        AssertSays(page.QuerySelector("#b-identity .why")!, "since 19 Oct");
        Assert.Equal(
            [$"/channel?code=counter&site={shop.Site}&week=2026-W46", $"/channel?code=phone&site={shop.Site}&week=2026-W46"],
            page.QuerySelectorAll(".page-head .sub a").Select(a => a.GetAttribute("href")));
        var (_, done) = await manager.SubmitAsync(
            page, "#mark form", ("Input.Date", "2026-09-07"), ("Input.What", "A second desk"), ("Input.Why", "Queues were long."));
        AssertSays(done.QuerySelector("#changes")!, "7 Sep 2026 “A second desk”");

        var young = await BuiltShop.CreateAsync(organisation, weeks: 3);
        using var beginner = await organisation.SignedInAsync(Role.Manager, young.Site);
        var few = await beginner.PageAsync($"/site?code={young.Site}");
        AssertSays(
            few.QuerySelector("#story")!, $"All basics at {young.Site} are met in 78 % of 144. Whether that is usual cannot be told yet");
        Assert.Equal("Too few to tell", few.Text("#b-greeted .why"));
    }

    [Fact]
    public async Task A_manager_of_one_site_reaches_nothing_of_another()
    {
        var own = await BuiltShop.CreateAsync(organisation);
        var other = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        using var manager = await organisation.SignedInAsync(Role.Manager, own.Site);
        foreach (var path in new[] { "/channel?code=phone", $"/channel?code=phone&site={own.Site}", $"/site?code={own.Site}" })
        {
            var page = await manager.PageAsync(path);
            AssertSays(page.QuerySelector("#story")!, "as usual: 78 %");
            Assert.DoesNotContain(other.Site, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
            page.AssertNamesNobody(other.Staff);
        }

        foreach (var path in new[]
        {
            $"/site?code={other.Site}", $"/channel?code=phone&site={other.Site}", "/site", "/channel", "/channel?code=pigeon",
            "/site?code=nowhere", "/channel?code=phone&week=soon",
        }) Assert.Equal(404, await manager.StatusAsync(path));
        using var staff = await organisation.SignedInAsync(Role.Staff, own.Site, own.Staff[0]);
        Assert.Equal(403, await staff.StatusAsync($"/site?code={own.Site}"));
        Assert.Equal(403, await staff.StatusAsync("/channel?code=phone"));
        // Of the flag that is about them they are led to no page that is not theirs.
        var flag = await own.FlagAsync(FlagKind.Lower, own.Staff[0], "phone");
        Assert.Null((await staff.PageAsync($"/flags/{flag}")).QuerySelector("#around"));
    }
}
