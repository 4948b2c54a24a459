using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>Keys, scanners and what the device remembers.</summary>
public sealed class HandsTests(Chromium chromium, Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Digits_tick_basics_while_what_was_missed_is_asked()
    {
        var log = await (await desk.NewAdviserAsync()).LogAsync(chromium);
        await log.Page.Keyboard.PressAsync("2");
        await log.Page.Keyboard.PressAsync("m");
        await Expect(log.Save).ToBeVisibleAsync();
        await Expect(log.Page.Locator(".mgrid kbd").Filter(new() { Visible = true })).ToHaveTextAsync(["1", "2", "3"]);
        await log.Page.Keyboard.PressAsync("3");
        await Expect(log.Page.Locator("[name=Missed]:checked")).ToHaveValueAsync("price");
        await Expect(log.Page.Locator("#reasons :checked")).ToHaveValueAsync("renewal");
        await log.Page.Keyboard.PressAsync("3");
        await Expect(log.Page.Locator("[name=Missed]:checked")).ToHaveCountAsync(0);
        await log.Page.Context.CloseAsync();
    }

    [Theory, InlineData("body"), InlineData("#reasons input"), InlineData("[data-allmet]"), InlineData("#when"), InlineData("#note")]
    public async Task A_scanner_fills_in_the_customer_wherever_the_focus_is_and_does_nothing_else(string focus)
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.ChooseReasonAsync("Payment");
        await log.Page.Locator("#more summary").ClickAsync();
        await log.Page.Locator("#note").FillAsync("Before ");
        await log.Page.Locator(focus).First.FocusAsync();
        await ScanAsync(log.Page, "1AZ 8m4006381");
        await Expect(log.Page.GetByLabel("Customer reference")).ToHaveValueAsync("1AZ 8m4006381");
        await Expect(log.Page.Locator("#note")).ToHaveValueAsync("Before ");
        await Expect(log.Page.Locator("#more summary")).ToContainTextAsync("Customer 1AZ 8m4006381");
        await Expect(log.Page.Locator("#reasons :checked")).ToHaveValueAsync("payment");
        await Expect(log.Page.Locator("#when")).ToHaveValueAsync("now");
        Assert.Empty(await adviser.StoredAsync());
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved: Payment");
        Assert.Equal("1AZ 8m4006381", Assert.Single(await adviser.StoredAsync()).CustomerRef);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_a_scanner_types_without_an_end_does_nothing()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.ChooseReasonAsync("Payment");
        await log.Page.Clock.InstallAsync();
        await ScanAsync(log.Page, "2am8z", end: false);
        await log.Page.Clock.RunForAsync(1000);
        await Expect(log.Page.Locator("#reasons :checked")).ToHaveValueAsync("payment");
        await Expect(log.AllMet).ToBeVisibleAsync();
        Assert.Empty(await adviser.StoredAsync());
        await log.Page.Context.CloseAsync();
    }

    // As fast as a scanner, however busy the machine of the tests is: keys go to what has the focus, and type where they are let.
    private static async Task ScanAsync(IPage page, string code, bool end = true) => await page.EvaluateAsync(
        """
        ([code, end]) => {
          const target = document.activeElement ?? document.body;
          let at = performance.now() + 1000;
          for (const key of [...code, ...(end ? ['Enter'] : [])]) {
            const press = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
            Object.defineProperty(press, 'timeStamp', { value: at += 5 });
            const isLet = target.dispatchEvent(press);
            if (!isLet) continue;
            if (key === 'Enter') { if (target.matches('button')) target.click(); }
            else if (target.matches('textarea, input[type=text]'))
              target.setRangeText(key, target.selectionStart, target.selectionEnd, 'end');
          }
        }
        """, new object[] { code, end });

    [Fact]
    public async Task The_device_remembers_the_channel_and_when_it_was_can_be_said()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.ChooseChannelAsync("phone");
        await log.ChooseReasonAsync("Renewal");
        await log.Page.Locator("#when").SelectOptionAsync("60");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved");
        var stored = Assert.Single(await adviser.StoredAsync());
        Assert.Equal(desk.Clock.GetUtcNow().UtcDateTime.AddHours(-1), stored.OccurredAt);
        await Expect(log.Page.Locator("#when")).ToHaveValueAsync("now");

        await log.OpenAsync();
        await Expect(log.Page.Locator("[name=Channel]:checked")).ToHaveValueAsync("phone");
        await Expect(log.Page.Locator("#time")).ToBeHiddenAsync();
        await log.Page.Locator("#when").SelectOptionAsync("earlier");
        await log.Page.Locator("#time").FillAsync("08:15");
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved");
        Assert.Contains(new DateTime(2026, 11, 20, 8, 15, 0, DateTimeKind.Utc), (await adviser.StoredAsync()).Select(s => s.OccurredAt));
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_stations_link_opens_its_form_and_says_what_it_does_not_know()
    {
        var log = await (await desk.NewAdviserAsync()).LogAsync(chromium);
        await log.Page.GotoAsync($"/log?site={Desk.Site}&channel=phone&reason=payment");
        await Expect(log.Page.Locator("[name=Channel]:checked")).ToHaveValueAsync("phone");
        await Expect(log.Page.Locator("#reasons :checked")).ToHaveValueAsync("payment");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved: Payment");
        // The next one at the same station.
        await Expect(log.Page.Locator("#reasons :checked")).ToHaveValueAsync("payment");
        await log.Page.GotoAsync("/log?site=nowhere&channel=fax&reason=gossip");
        foreach (var words in new[] { "no site “nowhere”", "no channel “fax”", "no reason “gossip”" })
            await Expect(log.Mistakes).ToContainTextAsync(words);
        await log.Page.Context.CloseAsync();
    }
}
