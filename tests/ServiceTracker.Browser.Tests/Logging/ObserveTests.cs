using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>An observation on a phone.</summary>
public sealed class ObserveTests(Chromium chromium, Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task An_observer_walks_from_the_draw_to_a_saved_observation_by_thumb()
    {
        var adviser = await desk.NewAdviserAsync();
        const string email = "observer@desk.test";
        await desk.App.AccountAsync(email, Role.Manager, "Observer", Desk.Site);
        var page = await desk.App.PageOfAsync(chromium, email, 360, 640);
        await page.GotoAsync("/observe");
        await FitsAsync(page);
        await Expect(page.Locator("#next")).ToContainTextAsync("10 observations are missing for a verdict");
        await page.Locator("#Channel").SelectOptionAsync("counter");
        await page.Locator("#Person").SelectOptionAsync(adviser.Code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();

        await Expect(page.Locator("#pair")).ToContainTextAsync("Not there yet");
        await FitsAsync(page);
        Assert.Equal("", await SmallScreenTests.TooSmallAsync(
            page, "main :is(button, select, input:not([type=hidden], [type=radio], [type=checkbox]), textarea)," +
                "main label:has(> :is([type=radio], [type=checkbox]))", 44));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save what I saw" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("3 basics are not answered yet");
        foreach (var (row, answer) in new[] { (0, "Met"), (1, "Missed"), (2, "N/A") })
            await page.Locator("#basics .fcrow").Nth(row).GetByText(answer, new() { Exact = true }).ClickAsync();
        await page.Locator("#When").SelectOptionAsync("earlier");
        await FitsAsync(page);
        await page.Locator("#When").SelectOptionAsync("now");
        // Meanwhile the person has logged it themselves.
        var log = await adviser.LogAsync(chromium);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await Expect(log.Toast).ToBeVisibleAsync();
        await log.Page.Context.CloseAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await Expect(page.Locator("#pair")).ToContainTextAsync("There:");
        await Expect(page.Locator("#basics :checked")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save what I saw" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("It is one contact with their own entry.");
        await FitsAsync(page);
        var stored = await desk.App.App.QueryAsync(
            db => db.Interactions.Where(i => i.Source == Source.Observer).Select(i => new { i.Id, i.ContactId }).SingleAsync());
        Assert.Equal(stored.Id, stored.ContactId);
        await page.Context.CloseAsync();
    }

    private static async Task FitsAsync(IPage page) =>
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
}
