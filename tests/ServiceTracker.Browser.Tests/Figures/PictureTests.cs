using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Figures;

/// <summary>
/// The picture in README.md: docs/consistency.png, made anew with <c>SCREENSHOT_DIR=$PWD/docs tests/run --filter PictureTests</c>.
/// </summary>
public sealed class PictureTests(Chromium chromium, DemoApp demo)
{
    [Fact]
    public async Task The_first_screen_shows_which_basic_is_missed_where_and_whether_it_is_people()
    {
        var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager, 1440, 900);
        var consistency = new ConsistencyPage(page);
        await consistency.OpenAsync("?week=2026-W46");
        var where = page.Locator("#where");
        await Expect(where).ToContainTextAsync("on Phone");
        await Expect(where).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(page.Locator("#who")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(consistency.Basics.Nth(3)).ToBeInViewportAsync(new() { Ratio = 1 });
        await Chromium.ScreenshotAsync(page, "consistency", whole: false);
        await page.Context.CloseAsync();
    }
}
