using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Domain.Interactions;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>The full check under fingers and keys.</summary>
public sealed class FullCheckTests(Chromium chromium, Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Keys_answer_one_basic_after_the_other_and_it_is_saved_when_each_has_an_answer()
    {
        var adviser = await desk.NewCheckedAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        var save = log.Page.Locator("[data-fsave]");
        await Expect(log.AllMet).ToHaveCountAsync(0);
        await Expect(save).ToBeDisabledAsync();
        await Expect(save).ToHaveTextAsync("0 of 3 answered");
        await log.Page.Keyboard.PressAsync("2");
        await Expect(log.Page.Locator("#reasons :checked")).ToHaveValueAsync("renewal");
        foreach (var (key, said) in new[] { ("y", "1 of 3 answered"), ("n", "2 of 3 answered"), ("x", "Save full check") })
        {
            await log.Page.Keyboard.PressAsync(key);
            await Expect(save).ToHaveTextAsync(said);
        }

        await log.Page.Keyboard.PressAsync("a");
        await Expect(log.Page.Locator(".fullcheck [data-channel=counter] :checked")).ToHaveCountAsync(3);
        await save.ClickAsync();
        await Expect(log.Toast).ToBeVisibleAsync();
        var stored = Assert.Single(await adviser.StoredAsync());
        Assert.Equal((CheckKind.Full, 1, 2), (stored.Check, stored.MetCount, stored.ApplicableCount));
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Another_channel_asks_its_own_basics_and_the_screen_holds_the_button()
    {
        var log = await (await desk.NewCheckedAdviserAsync()).LogAsync(chromium, 360);
        await log.Page.SetViewportSizeAsync(360, 568);
        await log.ChooseChannelAsync("phone");
        var rows = log.Page.Locator(".fcrow").Filter(new() { Visible = true });
        await Expect(rows).ToHaveCountAsync(4);
        await Expect(log.Page.Locator("[data-fsave]")).ToHaveTextAsync("0 of 4 answered");
        await Expect(log.Page.Locator("[data-fsave]")).ToBeInViewportAsync();
        Assert.Equal(360, await log.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await log.Page.Context.CloseAsync();
    }
}
