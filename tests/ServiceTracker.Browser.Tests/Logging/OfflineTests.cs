using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>A device whose network is really cut.</summary>
public sealed class OfflineTests(Chromium chromium, Desk desk) : IClassFixture<Desk>, IAsyncLifetime
{
    private const float Long = 60_000;

    private readonly string profile = Directory.CreateTempSubdirectory("servicetracker-profile-").FullName;
    private readonly CutNetwork network = new(desk.App.Address);

    private IBrowserContext? browser;

    [Fact]
    public async Task Twenty_entries_of_two_people_are_twenty_whatever_happens_to_browser_and_network()
    {
        var (one, two) = (await desk.NewAdviserAsync(), await desk.NewAdviserAsync());
        var page = await PairedAsync(one, two);
        network.Cut();
        await page.GotoAsync("/kiosk");
        var confirmed = new List<(string Staff, string Reason)>();
        await EnterAsync(page, one);
        await LogAsync(page, one, 5, confirmed);
        await SwitchAsync(page, two, isFirst: true);
        await LogAsync(page, two, 4, confirmed);
        // Both are in: two taps, and no PIN.
        await SwitchAsync(page, one, isFirst: false);
        await LogAsync(page, one, 1, confirmed);
        await Expect(page.Locator("[data-queue]")).ToContainTextAsync("10 waiting");

        await page.ReloadAsync();
        await EnterAsync(page, two);
        await LogAsync(page, two, 2, confirmed);
        var tab = await browser!.NewPageAsync();
        await tab.GotoAsync("/kiosk");
        await EnterAsync(tab, one);
        await LogAsync(tab, one, 3, confirmed);
        // The form that was open all the time is still of the other one.
        await LogAsync(page, two, 1, confirmed);
        await tab.ReloadAsync();
        await Expect(tab.Locator("[data-queue]")).ToContainTextAsync("16 waiting");
        Assert.Empty(await one.StoredAsync());

        Chromium.Kill(profile);
        browser = await chromium.NewProfileAsync(profile, network.Address);
        page = await browser.NewPageAsync();
        await page.GotoAsync("/kiosk");
        await Expect(page.Locator("[data-queue]")).ToContainTextAsync("16 waiting");
        await EnterAsync(page, two);
        await LogAsync(page, two, 4, confirmed);
        Assert.Equal(20, confirmed.Count);

        var bodies = new List<string>();
        browser.Request += (_, r) => { if (r.Url.EndsWith("/kiosk/entries", StringComparison.Ordinal)) bodies.Add(r.PostData!); };
        network.Mend(refusing: 1, losing: 1);
        tab = await browser.NewPageAsync();
        await tab.GotoAsync("/kiosk");
        await page.EvaluateAsync("dispatchEvent(new Event('online'))");
        await Expect(page.Locator("[data-queue]")).ToContainTextAsync("Nothing waits", new() { Timeout = Long });
        await Expect(tab.Locator("[data-queue]")).ToContainTextAsync("Nothing waits", new() { Timeout = Long });
        Assert.Equal((1, 1), (network.Refused, network.Lost));
        // Whatever was sent comes once more, and the last of it twice.
        foreach (var body in bodies.Append(bodies[^1]).ToArray())
        {
            var outcomes = await page.EvaluateAsync<string[]>(
                """
                async body => (await (await fetch('/kiosk/entries', {
                  method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json()).items.map(i => i.outcome)
                """, body);
            Assert.All(outcomes, o => Assert.Equal("replayed", o));
        }

        var stored = (await one.StoredAsync()).Select(i => (Staff: one.Code, Interaction: i))
            .Concat((await two.StoredAsync()).Select(i => (Staff: two.Code, Interaction: i)))
            .OrderBy(s => s.Interaction.OccurredAt).ToList();
        var reasons = await desk.App.App.QueryAsync(db => Task.FromResult(db.Reasons.ToDictionary(r => r.Id, r => r.Name)));
        Assert.Equal(confirmed, stored.Select(s => (s.Staff, reasons[s.Interaction.ReasonId!.Value])));
        Assert.Equal(20, stored.Select(s => s.Interaction.OccurredAt).Distinct().Count());
    }

    [Fact]
    public async Task A_wrong_pin_goes_to_a_manager_and_the_screen_says_so_and_nothing_kept_can_be_read()
    {
        var (one, two) = (await desk.NewAdviserAsync(), await desk.NewAdviserAsync());
        var page = await PairedAsync(one, two);
        network.Cut();
        await page.GotoAsync("/kiosk");
        await EnterAsync(page, one, "9999");
        await LogAsync(page, one, 2, []);
        var kept = await page.EvaluateAsync<string>(
            """
            () => new Promise(done => {
              const opening = indexedDB.open('servicetracker-kiosk');
              opening.onsuccess = () => {
                const t = opening.result.transaction(['entries', 'facts']), found = [];
                const entries = t.objectStore('entries').getAll(), key = t.objectStore('facts').get('key');
                t.oncomplete = () => done(JSON.stringify({
                  text: entries.result.map(e => Object.keys(e).sort().join() + new TextDecoder('latin1').decode(e.data)).join(),
                  mayLeave: key.result.extractable,
                  local: JSON.stringify(localStorage) }));
              };
            })
            """);
        using var read = JsonDocument.Parse(kept);
        Assert.False(read.RootElement.GetProperty("mayLeave").GetBoolean());
        Assert.Contains("data,id,iv,revision", kept, StringComparison.Ordinal);
        foreach (var secret in new[] { one.Code, "9999", "renewal" }) Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);

        await page.Locator(".who-at").ClickAsync();
        network.Mend();
        await page.EvaluateAsync("dispatchEvent(new Event('online'))");
        await Expect(page.Locator("[data-queue]")).ToHaveTextAsync("Nothing waits · 2 with a manager", new() { Timeout = Long });
        await Expect(page.Locator("[data-shown] .card")).ToHaveCountAsync(2);
        Assert.Empty(await one.StoredAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Understood" }).First.ClickAsync();
        await Expect(page.Locator("[data-shown] .card")).ToHaveCountAsync(1);
        using var admin = await desk.App.AdminAsync();
        Assert.Equal(2, (await admin.GetAsync("unclaimed-entries")).Is(200).Items.Count(u => (string)u!["staff"]! == one.Code));

        // Revoked, it keeps what it has and says so.
        network.Cut();
        await EnterAsync(page, one, "4711");
        await LogAsync(page, one, 1, []);
        foreach (var device in (await admin.GetAsync("devices")).Is(200).Items)
            (await admin.SendAsync(HttpMethod.Delete, $"devices/{(Guid)device!["id"]!}", null)).Is(204);
        network.Mend();
        await page.EvaluateAsync("dispatchEvent(new Event('online'))");
        await Expect(page.Locator("[data-queue]")).ToContainTextAsync("paired again", new() { Timeout = Long });
        await Expect(page.Locator("[data-queue]")).ToContainTextAsync("1 waiting");
    }

    [Fact]
    public async Task Its_screens_fit_the_smallest_phone_and_are_accessible()
    {
        var (one, two) = (await desk.NewAdviserAsync(), await desk.NewAdviserAsync());
        var page = await PairedAsync(one, two);
        network.Cut();
        await page.GotoAsync("/kiosk");
        await Expect(page.Locator(".name").First).ToBeVisibleAsync();
        await AssertFitsAsync(page, "offline-names");
        await page.Locator(".name").Filter(new() { HasText = one.Code }).ClickAsync();
        await AssertFitsAsync(page, "offline-pin");
        await PinAsync(page, "4711");
        await SmallScreenTests.AssertReachedAsync(page, "#channels label, #reasons label, .big-b, #when, .who-at", 14);
        await Expect(page.Locator("[data-allmet]")).ToContainTextAsync($"– {one.Code}");
        await AssertFitsAsync(page, "offline-log");
        await page.Locator("#reasons label").First.ClickAsync();
        await page.Locator("[data-missed]").ClickAsync();
        await page.Locator(".mgrid label").First.ClickAsync();
        await Expect(page.Locator("[data-save]")).ToHaveTextAsync($"Save: 1 missed, 2 met – {one.Code}");
        await SmallScreenTests.AssertReachedAsync(page, ".mgrid label, .chips label, .acts button", 3 + 6 + 2);
        await AssertFitsAsync(page, "offline-missed");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        await network.DisposeAsync();
        Directory.Delete(profile, recursive: true);
    }

    private static async Task AssertFitsAsync(IPage page, string name)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), name);
        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            await Chromium.ScreenshotAsync(page, $"{name}-{colours}", whole: false);
            await Chromium.AssertAccessibleAsync(page, contrastOnly: colours == ColorScheme.Dark);
        }
    }

    private async Task<IPage> PairedAsync(Adviser one, Adviser two)
    {
        using var admin = await desk.App.AdminAsync();
        foreach (var person in new[] { one, two }) (await admin.PutAsync($"staff/{person.Code}/pin", new { pin = "4711" })).Is(204);
        var made = (await admin.PostAsync("devices", new { site = Desk.Site, name = "Front desk" })).Is(201);
        browser = await chromium.NewProfileAsync(profile, network.Address);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"/kiosk/pair?code={made["pairingCode"]}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pair this device" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Who is at the desk?");
        await Expect(page.Locator("[data-queue]")).ToHaveTextAsync("Nothing waits");
        // Prepared: the sheet is kept, and the worker answers. That was yesterday: browsers write their cookies half a minute late.
        await page.WaitForFunctionAsync(
            "() => localStorage.getItem('kiosk-sheet') && navigator.serviceWorker.controller", null, new() { Timeout = Long });
        await browser.CloseAsync();
        browser = await chromium.NewProfileAsync(profile, network.Address);
        return await browser.NewPageAsync();
    }

    private static async Task EnterAsync(IPage page, Adviser person, string pin = "4711")
    {
        await page.Locator(".name").Filter(new() { HasText = person.Code }).ClickAsync();
        await PinAsync(page, pin);
    }

    private static async Task PinAsync(IPage page, string pin)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("your PIN");
        foreach (var digit in pin) await page.Locator($"[data-digit='{digit}']").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "OK" }).ClickAsync();
        await Expect(page.Locator("#log")).ToBeVisibleAsync();
    }

    private static async Task SwitchAsync(IPage page, Adviser to, bool isFirst)
    {
        await page.Locator(".who-at").ClickAsync();
        if (isFirst) await EnterAsync(page, to);
        else await page.Locator(".name").Filter(new() { HasText = to.Code }).ClickAsync();
        await Expect(page.Locator("#log")).ToBeVisibleAsync();
    }

    // Reasons in turn, so that each entry is told from its neighbours.
    private static async Task LogAsync(IPage page, Adviser person, int times, List<(string Staff, string Reason)> confirmed)
    {
        for (var n = 0; n < times; n++)
        {
            var reason = Desk.Reasons[confirmed.Count % Desk.Reasons.Count].Name;
            await page.Locator("#reasons label").Filter(new() { HasTextRegex = new Regex($"^\\s*{reason}\\s*$") }).ClickAsync();
            await page.Locator("[data-allmet]").ClickAsync();
            await Expect(page.Locator("[data-toast]")).ToContainTextAsync($"Kept for {person.Code}{reason}, all met");
            await Expect(page.Locator("#reasons :checked")).ToHaveCountAsync(0);
            confirmed.Add((person.Code, reason));
        }
    }
}
