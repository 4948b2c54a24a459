using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Figures;

/// <summary>Staff see no colleague, managers no other site.</summary>
public sealed class WhoSeesWhatTests(Chromium chromium, DemoApp demo)
{
    private static readonly DemoSignIn Dana = DemoOrganisation.HarbourAdviser, Niamh = DemoOrganisation.NorthgateManager;

    [Theory]
    [InlineData("/consistency")]
    [InlineData("/consistency?week=2026-W46")]
    [InlineData("/consistency?site=harbour&week=2026-W40")]
    [InlineData("/interactions")]
    [InlineData("/interactions?staff=spatel")]
    [InlineData("/log")]
    [InlineData("/log?person=spatel")]
    public async Task Staff_read_no_colleagues_name_anywhere(string path)
    {
        var colleagues = await (await demo.StartedAsync()).App.QueryAsync(db =>
            db.Staff.Where(s => s.Code != Dana.StaffCode).Select(s => s.Name).ToListAsync());
        Assert.True(colleagues.Count > 20);
        var page = await demo.PageOfAsync(chromium, Dana);
        await page.GotoAsync(path);
        await Expect(page.GetByText(Dana.Name).First).ToBeAttachedAsync();
        var text = await page.Locator("body").TextContentAsync();
        Assert.DoesNotContain(colleagues, name => text!.Contains(name, StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/consistency/chart?staff=spatel")]
    [InlineData("/consistency/chart?site=harbour&staff=spatel&channel=counter")]
    [InlineData("/consistency?site=northgate")]
    [InlineData("/consistency/chart?channel=phone&basic=identity")]
    [InlineData("/interactions/{spatel}")]
    public async Task Staff_find_nothing_at_a_colleagues_address(string path)
    {
        var page = await demo.PageOfAsync(chromium, Dana);
        await AssertNothingAsync(page, path);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/consistency?site=harbour")]
    [InlineData("/consistency/chart?site=harbour")]
    [InlineData("/consistency/chart?site=harbour&staff=dvolkov")]
    [InlineData("/consistency/chart?staff=dvolkov")]
    [InlineData("/consistency/chart?site=harbour&basic=identity")]
    [InlineData("/charts?site=harbour")]
    [InlineData("/falters?site=harbour")]
    [InlineData("/interactions/{spatel}")]
    [InlineData("/reports?site=harbour")]
    [InlineData("/reports?handler=Download&week=2026-W46&file=interactions&site=harbour")]
    [InlineData("/reports?handler=Archive&week=2026-W46&site=harbour&revision=1")]
    [InlineData("/reports?handler=Diff&week=2026-W46&site=harbour&revision=2")]
    public async Task A_manager_finds_nothing_of_another_site(string path)
    {
        var page = await demo.PageOfAsync(chromium, Niamh);
        await AssertNothingAsync(page, path);
        // Only this: the same pages of the own site are there.
        Assert.Equal(200, (await page.GotoAsync("/consistency?site=northgate"))!.Status);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_manager_lists_no_interaction_of_another_site()
    {
        var page = await demo.PageOfAsync(chromium, Niamh);
        string[] paths =
            ["/interactions", "/interactions?site=harbour", "/interactions?staff=dvolkov", "/consistency", "/charts", "/falters", "/log"];
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            Assert.DoesNotContain("Harbour Street", await page.Locator("body").TextContentAsync(), StringComparison.Ordinal);
        }

        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/charts")]
    [InlineData("/falters")]
    [InlineData("/reports")]
    [InlineData("/columns")]
    [InlineData("/imports")]
    [InlineData("/setup/site")]
    [InlineData("/setup/steps")]
    public async Task Staff_are_told_what_their_role_does_not_open(string path)
    {
        var page = await demo.PageOfAsync(chromium, Dana);
        Assert.Equal(403, (await page.GotoAsync(path))!.Status);
        await Expect(page.GetByText("Your role does not open this page")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private async Task AssertNothingAsync(IPage page, string path)
    {
        if (path.Contains("{spatel}", StringComparison.Ordinal))
        {
            var id = await (await demo.StartedAsync()).App.QueryAsync(db =>
                db.Interactions.Where(i => i.StaffId == db.Staff.First(s => s.Code == "spatel").Id).Select(i => i.Id).FirstAsync());
            path = path.Replace("{spatel}", $"{id}", StringComparison.Ordinal);
        }

        Assert.Equal(404, (await page.GotoAsync(path))!.Status);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("There is nothing here");
    }
}
