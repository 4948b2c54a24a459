using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.Flags;

/// <summary>The list of flags under the keys of whoever has many of them.</summary>
public sealed class InboxTests(Chromium chromium, DemoApp demo)
{
    private static readonly DemoSignIn Manager = DemoOrganisation.SignIns.Single(s => s.Name == "Amara Okafor");

    [Fact]
    public async Task Keys_move_through_the_list_open_a_flag_and_the_interactions_behind_it()
    {
        var page = await demo.PageOfAsync(chromium, Manager);
        await page.GotoAsync("/flags");
        await Assertions.Expect(page.Locator(".keys")).ToBeVisibleAsync();
        var first = await page.Locator(".flag .what > a").First.GetAttributeAsync("href");
        var second = await page.Locator(".flag .what > a").Nth(1).GetAttributeAsync("href");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator($".what > a[href='{first}']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator($".what > a[href='{second}']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Assertions.Expect(page.Locator($".what > a[href='{first}']")).ToBeFocusedAsync();
        // A letter typed to find a choice is no key of the list.
        await page.Locator("#channel").FocusAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("#channel")).ToBeFocusedAsync();

        await page.Locator($".what > a[href='{first}']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{first}");
        await page.GoBackAsync();
        await page.Locator($".what > a[href='{first}']").FocusAsync();
        await page.Keyboard.PressAsync("e");
        await page.WaitForURLAsync("**/interactions?site=harbour&**");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_chart_of_a_flag_is_read_day_by_day_with_the_keyboard()
    {
        var page = await demo.PageOfAsync(chromium, Manager, width: 360);
        await page.GotoAsync($"/flags/{DemoApp.Flag}");
        var days = page.Locator("#days .scrub");
        await days.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(days).ToHaveAttributeAsync("aria-valuetext", "18 Nov 2026, 60.0% of 10, Below usual");
        await days.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(days).ToHaveAttributeAsync("aria-valuetext", "14 Sep 2026, 90.0% of 10");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/interactions?**from=2026-09-14&to=2026-09-14**");
        await page.Context.CloseAsync();
    }
}
