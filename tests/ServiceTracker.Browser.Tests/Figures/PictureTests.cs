using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Figures;

/// <summary>The picture in README.md: docs/consistency.png, made anew with <c>SCREENSHOT_DIR=docs tests/run --filter PictureTests</c>.</summary>
public sealed class PictureTests(Chromium chromium, DemoApp demo)
{
    [Fact]
    public async Task The_first_screen_shows_what_lies_outside_the_usual_range()
    {
        var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager, 1440, 900);
        var consistency = new ConsistencyPage(page);
        var outside = page.GetByText("outside the usual range").First;
        // One of the last six whole weeks in which something is outside, the newest first.
        for (var week = 46; week > 40; week--)
        {
            await consistency.OpenAsync($"?week=2026-W{week}");
            if (!(await outside.InnerTextAsync()).StartsWith("Nobody", StringComparison.Ordinal)) break;
        }

        await Expect(outside).Not.ToContainTextAsync("Nobody");
        await Expect(outside).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(page.Locator("#whole svg.plot")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Chromium.ScreenshotAsync(page, "consistency", whole: false);
        await page.Context.CloseAsync();
    }
}
