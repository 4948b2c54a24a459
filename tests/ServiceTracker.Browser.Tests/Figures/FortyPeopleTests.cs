using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Figures;

/// <summary>A manager of forty people, of whom three matter.</summary>
public sealed class FortyPeopleTests(Chromium chromium, Crowd crowd)
{
    private const double HighestRow = 44;

    [Fact]
    public async Task The_three_who_stand_out_are_named_on_the_first_screen_and_nobody_else_is()
    {
        var page = await (await crowd.StartedAsync()).PageOfAsync(chromium, Crowd.Manager, 1440, 900);
        await new ConsistencyPage(page).OpenAsync("?week=2026-W47");

        await Expect(page.Locator("#who li a")).ToHaveTextAsync(Crowd.StandOut);
        foreach (var name in await page.Locator("#who li").AllAsync()) await Expect(name).ToBeInViewportAsync(new() { Ratio = 1 });
        var read = await page.Locator("main").InnerTextAsync();
        Assert.DoesNotContain("Person 0", read, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_line_is_at_most_forty_four_pixels_high()
    {
        var page = await (await crowd.StartedAsync()).PageOfAsync(chromium, Crowd.Manager, 1440, 900);
        var consistency = new ConsistencyPage(page);
        await consistency.OpenAsync("?week=2026-W47&lines=pairs");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { d.open = true; })");
        await Expect(consistency.People).ToHaveCountAsync(40);
        var high = await page.EvaluateAsync<string[]>(
            """
            most => [...document.querySelectorAll('table.units:not(.basics) tbody tr, table.basics tbody tr.usual')]
              .map(tr => [tr.getBoundingClientRect().height, tr.innerText]).filter(([h]) => h > most).map(([h, text]) => `${h}: ${text}`)
            """,
            HighestRow);
        Assert.Empty(high);
        await page.Context.CloseAsync();
    }
}
