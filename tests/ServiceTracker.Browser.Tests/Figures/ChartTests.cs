using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Figures;

/// <summary>Charts read with the keyboard, and as a table.</summary>
public sealed partial class ChartTests(Chromium chromium, DemoApp demo)
{
    [Fact]
    public async Task Arrow_keys_read_week_rate_and_number_as_the_table_has_them()
    {
        var page = await ChartAsync();
        var reader = page.Locator("#chart input.scrub");
        var rows = page.Locator("#chart table tbody tr");
        Assert.Equal(26, await rows.CountAsync());

        await reader.FocusAsync();
        await Expect(page.Locator(".tip")).ToBeVisibleAsync();
        await AssertReadsAsync(page, await rows.Nth(0).Locator("th, td").AllTextContentsAsync());
        for (var back = 1; back <= 3; back++)
        {
            await page.Keyboard.PressAsync("ArrowLeft");
            await AssertReadsAsync(page, await rows.Nth(back).Locator("th, td").AllTextContentsAsync());
        }

        await page.Keyboard.PressAsync("Home");
        await AssertReadsAsync(page, await rows.Nth(25).Locator("th, td").AllTextContentsAsync());
        await page.Keyboard.PressAsync("ArrowRight");
        await AssertReadsAsync(page, await rows.Nth(24).Locator("th, td").AllTextContentsAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Escape_closes_the_reading_and_Enter_opens_the_week()
    {
        var page = await ChartAsync();
        await page.Locator("#chart input.scrub").FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.Locator(".tip")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".tip")).ToBeHiddenAsync();

        var row = page.Locator("#chart table tbody tr").Nth(1);
        var (n, href) = (
            int.Parse(await row.Locator("td").First.TextContentAsync() ?? ""), await row.Locator("a").GetAttributeAsync("href"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(new Uri(page.Url), href).AbsoluteUri);
        Assert.Equal(n, await new InteractionsPage(page).CountAsync(page.Url));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_chart_says_in_words_what_it_shows_and_every_signal_is_a_link()
    {
        var page = await ChartAsync();
        var said = await page.Locator("#chart svg.plot").GetAttributeAsync("aria-label");
        var latest = await page.Locator("#chart table tbody tr").First.Locator("th, td").AllTextContentsAsync();
        Assert.Contains($"{latest[2]} of {latest[1]}", said, StringComparison.Ordinal);
        Assert.Contains($"Mean {latest[4]}", said, StringComparison.Ordinal);
        var signals = await page.Locator("#chart table tbody td:last-child").AllTextContentsAsync();
        Assert.Contains(signals, s => s.StartsWith("Concern", StringComparison.Ordinal));
        Assert.Equal(signals.Count(s => s.Length > 0), await page.Locator("#chart svg.plot a[aria-label^='Week of']").CountAsync());
        await page.Context.CloseAsync();
    }

    private static async Task AssertReadsAsync(IPage page, IReadOnlyList<string> cells)
    {
        var (week, n, rate) = (Day().Match(cells[0]).Value, cells[1], cells[2]);
        await Expect(page.Locator("#chart input.scrub"))
            .ToHaveAttributeAsync(
                "aria-valuetext",
                new Regex($"^Week of {week}, {Regex.Escape(rate)} of {n}, usual {Regex.Escape(cells[3])} to {Regex.Escape(cells[5])}"));
        await Expect(page.Locator(".tip")).ToContainTextAsync($"{rate} of {n}");
    }

    [GeneratedRegex(@"^\d+ \w+ \d+")]
    private static partial Regex Day();

    // The phone since the new script: there are signals.
    private async Task<IPage> ChartAsync()
    {
        var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager);
        await page.GotoAsync("/consistency/chart?site=harbour&channel=phone&week=2026-W46");
        return page;
    }
}
