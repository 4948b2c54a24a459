using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Checks;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using ServiceTracker.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>A device at the counter, in a browser as it stands there.</summary>
public sealed partial class KioskTests(Chromium chromium, Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Two_people_share_a_device_and_change_places_in_two_taps()
    {
        var (page, one, two) = await PairedAsync(568);
        var log = new LogPage(page);
        await EnterAsync(page, one, "4711");
        await SmallScreenTests.AssertReachedAsync(page, "#channels label, #reasons label, .big-b, #when, #more summary, .who-at", 15);
        await log.ChooseReasonAsync("Renewal");
        await Expect(log.AllMet).ToContainTextAsync($"– {one.Code}");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync($"Saved for {one.Code}");
        await page.Locator(".who-at").ClickAsync();
        await EnterAsync(page, two, "4711");

        // From the one to the other: their name, the other name.
        await page.Locator(".who-at").ClickAsync();
        await page.Locator(".name").Filter(new() { HasText = one.Code }).ClickAsync();
        await log.ChooseReasonAsync("Payment");
        await log.OpenMissedAsync();
        await SmallScreenTests.AssertReachedAsync(page, ".mgrid:not([hidden]) label, .chips label, .acts button", 3 + 6 + 2);
        await log.TickMissedAsync("price");
        await Expect(log.Save).ToHaveTextAsync($"Save: 1 missed, 2 met – {one.Code}");
        await log.Save.ClickAsync();
        await log.SaysSavedAsync($"Saved for {one.Code}");
        Assert.Equal([false, true], (await one.StoredAsync()).Select(s => s.AllBasicsMet).Order());
        Assert.Empty(await two.StoredAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Its_pages_are_light_accessible_and_without_noise()
    {
        // What a worker hands on is not seen to be carried.
        var (page, one, _) = await PairedAsync(740, hasWorker: false);
        var watch = await PageWatch.OnAsync(page);
        // What is asked for is fetched anew, as on the first day.
        await page.RouteAsync("**/*", r => r.ContinueAsync());
        foreach (var path in new[] { "/kiosk", $"/kiosk/pin?person={one.Code}", $"/kiosk/log?person={one.Code}" })
        {
            if (path.Contains("log", StringComparison.Ordinal)) await EnterAsync(page, one, "4711");
            var before = watch.Transfers.Count;
            await watch.OpenAsync(path, 200);
            // Asked past the cache, the browser fetches the icon for the tab as well.
            var own = watch.Transfers.Skip(before).DistinctBy(t => t.Url).ToList();
            foreach (var width in new[] { 360, 820, 1440 })
            {
                await page.SetViewportSizeAsync(width, 900);
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} at {width}");
                foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await page.EmulateMediaAsync(new() { ColorScheme = colours });
                    await Chromium.AssertAccessibleAsync(page, contrastOnly: colours == ColorScheme.Dark);
                }
            }

            var bytes = own.Sum(t => t.Bytes);
            Assert.True(own.Count is > 3 and <= 6 && bytes is > 5000 and <= 25 * 1024, $"{path}: {bytes} bytes\n{string.Join('\n', own)}");
        }

        await watch.AssertQuietAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_screen_that_nobody_touches_is_locked_and_keeps_what_was_begun()
    {
        var (page, one, _) = await PairedAsync(740);
        await page.Clock.InstallAsync(new() { TimeDate = desk.Clock.GetUtcNow().UtcDateTime });
        await EnterAsync(page, one, "4711");
        var log = new LogPage(page);
        await page.Clock.FastForwardAsync(91_000);
        await Expect(page).ToHaveURLAsync(KioskUrl());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Who is at the desk?");
        await EnterAsync(page, one, "4711");
        await log.ChooseReasonAsync("Payment");
        await page.Clock.FastForwardAsync(91_000);
        await Expect(page.Locator("#log")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await log.AllMet.ClickAsync();
        await Expect(log.Mistakes).ToContainTextAsync("Your answers are still here");
        Assert.Empty(await one.StoredAsync());
        await page.Locator("#pin").FillAsync("4711");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Payment");
        Assert.Single(await one.StoredAsync());
        await page.Context.CloseAsync();
    }

    private async Task<(IPage Page, Adviser One, Adviser Two)> PairedAsync(int height, bool hasWorker = true)
    {
        using var admin = await desk.App.AdminAsync();
        var (one, two) = (await desk.NewAdviserAsync(), await desk.NewAdviserAsync());
        foreach (var person in new[] { one, two }) (await admin.PutAsync($"staff/{person.Code}/pin", new { pin = "4711" })).Is(204);
        var made = (await admin.PostAsync("devices", new { site = Desk.Site, name = "Front desk" })).Is(201);
        var page = await chromium.NewPageAsync(desk.App.Address, 360, height);
        if (!hasWorker) await page.AddInitScriptAsync("delete Navigator.prototype.serviceWorker");
        await page.GotoAsync((string)made["pairingUrl"]!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pair this device" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Who is at the desk?");
        // What it needs without the network it fetches once, behind its first page.
        if (hasWorker) await page.WaitForFunctionAsync("() => localStorage.getItem('kiosk-sheet')");
        return (page, one, two);
    }

    private static async Task EnterAsync(IPage page, Adviser person, string pin)
    {
        await page.GotoAsync("/kiosk");
        await page.Locator(".name").Filter(new() { HasText = person.Code }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("your PIN");
        foreach (var digit in pin) await page.Locator($"[data-digit='{digit}']").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "OK" }).ClickAsync();
        await Expect(page.Locator("#log")).ToBeVisibleAsync();
    }

    [GeneratedRegex("/kiosk$")]
    private static partial Regex KioskUrl();
}
