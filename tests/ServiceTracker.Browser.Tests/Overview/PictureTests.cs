using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Overview;

/// <summary>
/// The picture in README.md: docs/overview.png, made anew with <c>SCREENSHOT_DIR=$PWD/docs tests/run --filter PictureTests</c>.
/// </summary>
public sealed class PictureTests(Chromium chromium, WatchedDemo demo)
{
    [Fact]
    public async Task The_first_screen_shows_where_the_basics_are_not_reliable_who_or_what_it_is_and_what_changed()
    {
        var page = await (await demo.StartedAsync()).PageOfAsync(chromium, WatchedDemo.Admin, 1440, 900);
        var overview = new OverviewPage(page);
        await overview.OpenAsync();
        await Expect(overview.Answer("where")).ToContainTextAsync("fell on Phone");
        foreach (var answer in new[] { "where", "who", "changed" })
            await Expect(page.Locator("#" + answer)).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(overview.Flags.First).ToBeInViewportAsync(new() { Ratio = 1 });
        await Chromium.ScreenshotAsync(page, "overview", whole: false);
        await page.Context.CloseAsync();
    }
}
