using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Overview;
using static ServiceTracker.Tests.Hosting.Organisation;
using static ServiceTracker.Tests.Overview.Looker;

namespace ServiceTracker.Tests.Reports;

public sealed class ReportPageOnSqliteTests(OnSqlite shared) : ReportPageTests(shared), IClassFixture<OnSqlite>;

public sealed class ReportPageOnPostgresTests(OnPostgres shared) : ReportPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>A week on a page. The clock stands on Friday of 2026-W47, so the last whole week is W46.</summary>
public abstract class ReportPageTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_week_says_what_is_new_and_still_open_and_what_to_leave_alone()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await manager.PageAsync("/reports");
        Assert.Equal("identity fell on phone since 19 Oct: 89 → 33 %", page.Text("#h-paper"));
        AssertSays(page.QuerySelector(".says")!, "Still open: identity fell on phone since 19 Oct");
        AssertSays(page.QuerySelector(".says")!, "New: nothing.");
        AssertSays(page.QuerySelector(".says")!, "Leave alone: ");
        Assert.Equal(10, page.QuerySelectorAll("#h-weeks ~ .card tbody tr, section[aria-labelledby=h-weeks] tbody tr").Length);
        var older = await manager.PageAsync($"/reports?week=2026-W46&list=2");
        AssertSays(older.QuerySelector("section[aria-labelledby=h-weeks]")!, "Page 2 of");
        Assert.Equal(404, await manager.StatusAsync("/reports?list=99"));
        Assert.Equal(404, await manager.StatusAsync("/reports?revision=7"));
        var running = await manager.PageAsync("/reports?week=2026-W47");
        Assert.Empty(running.QuerySelectorAll(".paper"));
    }

    [Fact]
    public async Task A_live_week_is_sealed_by_a_button_and_shows_its_revisions_and_what_changed()
    {
        var site = await organisation.SiteAsync();
        for (var i = 0; i < 3; i++) await organisation.LogAsync(Entry($"2026-11-10T10:00:0{i}Z", site));
        using var ops = await organisation.SignedInAsync(Role.Ops, site);
        var page = await ops.PageAsync("/reports");
        AssertSays(page.QuerySelector(".sub")!, "week 46 · live");
        AssertSays(page.QuerySelector("section[aria-labelledby=h-revisions]")!, "Not sealed yet: everything above is live.");
        Assert.Equal(4, page.QuerySelectorAll("section[aria-labelledby=h-preview] tr").Length + 2);
        (_, page) = await ops.SubmitAsync(page, "section[aria-labelledby=h-revisions] form");
        AssertSays(page.Body!, "2026-W46 is sealed: revision 1.");
        AssertSays(page.QuerySelector(".week-files")!, "1 row,");
        Assert.Contains("SHA-256", page.Text(".week-files"), StringComparison.Ordinal);
        (_, page) = await ops.SubmitAsync(page, "section[aria-labelledby=h-revisions] form");
        AssertSays(page.Body!, "Nothing changed since revision 1.");

        await organisation.LogAsync(Entry("2026-11-12T10:00:00Z", site));
        (_, page) = await ops.SubmitAsync(page, "section[aria-labelledby=h-revisions] form");
        AssertSays(page.Body!, "2026-W46 is sealed: revision 2.");
        page = await ops.PageAsync("/reports?revision=2&changes=true");
        Assert.Contains(
            $"sites.csv {site} interactions 3 4 1 late entry",
            page.QuerySelectorAll("section[aria-labelledby=h-changes] tbody tr")
                .Select(r => string.Join(' ', r.Children.Select(c => c.Text()))));
        foreach (var handler in new[] { "Download&file=sites", "Archive", "Diff" })
            Assert.Equal(200, await ops.StatusAsync($"/reports?handler={handler}&revision=2"));
        Assert.Equal(404, await ops.StatusAsync("/reports?handler=Diff&revision=1"));

        // Of another site nothing is there.
        using var stranger = await organisation.SignedInAsync(Role.Ops, await organisation.SiteAsync());
        Assert.Equal(404, await stranger.StatusAsync($"/reports?site={site}&week=2026-W46"));
        Assert.Equal(404, await stranger.StatusAsync("/reports?handler=Archive&week=2026-W46&revision=1"));
    }

    [Fact]
    public async Task Every_column_has_its_meaning_on_a_page_and_in_the_files_in_the_same_order()
    {
        using var ops = await organisation.SignedInAsync(Role.Ops, null);
        var page = await ops.PageAsync("/columns");
        var columns = (await organisation.Admin.GetAsync("columns")).Is(200);
        Assert.Equal(1, (int)columns["version"]!);
        foreach (var file in columns.Items.GroupBy(c => (string)c!["file"]!))
        {
            var header = (await organisation.Admin.GetAsync($"reports/weekly/2026-W30/{file.Key}")).Is(200).Text
                .Split("\r\n")[0].Split(',');
            var names = file.Select(c => (string)c!["column"]!).ToList();
            Assert.Equal(names.Where(n => !n.EndsWith('…')), header.Where(h => !h.Contains(':', StringComparison.Ordinal)));
            Assert.All(file, c => Assert.EndsWith(".", (string)c!["meaning"]!, StringComparison.Ordinal));
            Assert.Equal(names, page.QuerySelectorAll($"section[aria-labelledby='h-{file.Key[..^4]}'] tbody th").Select(c => c.Text()));
        }
    }
}
