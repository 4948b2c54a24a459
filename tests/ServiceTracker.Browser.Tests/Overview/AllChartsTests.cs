using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Checks;
using ServiceTracker.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Overview;

/// <summary>Sixty charts are light, and each is read with the keyboard as a full one is.</summary>
public sealed class AllChartsTests(Chromium chromium, DemoApp demo, Crowd crowd)
{
    private const int MostBytes = 60 * 1024;

    [Fact]
    public async Task Sixty_charts_take_at_most_sixty_kilobytes_and_six_requests()
    {
        var page = await (await crowd.StartedAsync()).PageOfAsync(chromium, Crowd.Admin, 1440, 900);
        var watch = await PageWatch.OnAsync(page);
        await watch.OpenAsync("/charts?by=people&week=2026-W46");
        await Expect(page.Locator(".multiples li")).ToHaveCountAsync(60);

        var all = string.Join('\n', watch.Transfers);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Transfers.Sum(t => t.Bytes):0} bytes\n{all}");
        Assert.True(watch.Transfers.Count <= 6, all);
        Assert.True(watch.Transfers.Sum(t => t.Bytes) <= MostBytes, all);
        await watch.AssertQuietAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Arrow_keys_read_a_small_chart_week_by_week_as_its_full_chart_has_it()
    {
        var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager);
        await page.GotoAsync("/charts?by=channels&week=2026-W46");
        var card = page.Locator(".multiples li").Filter(new() { HasText = "Phone" });
        var href = await card.Locator("h3 a").GetAttributeAsync("href");
        var reader = card.Locator("input.scrub");
        await reader.FocusAsync();
        var read = new List<string>();
        for (var back = 0; back < 4; back++)
        {
            read.Add(await reader.GetAttributeAsync("aria-valuetext") ?? "");
            await Expect(page.Locator(".tip")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        await page.Keyboard.PressAsync("Home");
        read.Add(await reader.GetAttributeAsync("aria-valuetext") ?? "");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(
            new Regex(@"/interactions\?site=harbour&channel=phone&from=2026-05-18&to=2026-05-24&state=counted$"));

        await page.GotoAsync(href!);
        var whole = page.Locator("#chart input.scrub");
        await whole.FocusAsync();
        var expected = new List<string>();
        for (var back = 0; back < 4; back++)
        {
            expected.Add(await whole.GetAttributeAsync("aria-valuetext") ?? "");
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        await page.Keyboard.PressAsync("Home");
        expected.Add(await whole.GetAttributeAsync("aria-valuetext") ?? "");
        Assert.Equal(expected, read);
        Assert.Contains(read, r => r.Contains("Concern: ", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_paper_charts_stand_side_by_side_within_the_page_and_none_is_cut()
    {
        // A4 less its margins, at 96 pixels an inch.
        var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager, 688, 1017);
        await page.GotoAsync("/charts?by=basics_by_channel");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Equal(4, await page.EvaluateAsync<int>(
            "getComputedStyle(document.querySelector('#quiet')).gridTemplateColumns.split(' ').length"));
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.multiples li')].every(e => getComputedStyle(e).breakInside === 'avoid')"));
        await Expect(page.Locator(".filters")).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }
}
