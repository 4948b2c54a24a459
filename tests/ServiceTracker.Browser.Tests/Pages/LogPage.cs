using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Pages;

/// <summary>Drives /log.</summary>
public sealed class LogPage(IPage page)
{
    public IPage Page => page;

    /// <summary>The notice of what was just saved, with its Undo.</summary>
    public ILocator Toast => page.Locator("[data-toast]");

    public ILocator Undo => page.GetByRole(AriaRole.Button, new() { Name = "Undo" });

    public ILocator AllMet => page.Locator("[data-allmet]");

    public ILocator SomethingMissed => page.Locator("[data-missed]");

    public ILocator Save => page.Locator("[data-save]");

    /// <summary>What is wrong, at the top of the page.</summary>
    public ILocator Mistakes => page.GetByRole(AriaRole.Alert);

    /// <summary>What says that a reason is needed first.</summary>
    public ILocator NeedsReason => page.Locator("[data-need]");

    /// <summary>Today's entries, the newest first.</summary>
    public ILocator Entries => page.Locator(".recent li");

    /// <summary>The basics listed above the two buttons.</summary>
    public ILocator Basics => page.Locator(".quick .basics li").Filter(new() { Visible = true });

    /// <summary>Everything that can be ticked or chosen and is.</summary>
    public ILocator Checked => page.Locator("#log input:checked:not([name=Channel])");

    public async Task OpenAsync()
    {
        await page.GotoAsync("/log");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    public Task ChooseReasonAsync(string name) => page.Locator("#reasons label").Filter(new() { HasText = name }).ClickAsync();

    public Task ChooseChannelAsync(string name) => page.Locator("#channels label").Filter(new() { HasText = name }).ClickAsync();

    /// <summary>Opens what can be missed.</summary>
    public async Task OpenMissedAsync()
    {
        if (await SomethingMissed.IsVisibleAsync()) await SomethingMissed.ClickAsync();
        else await page.Locator("details.miss > summary").ClickAsync();
    }

    /// <summary>Ticks a basic as missed on the channel shown.</summary>
    public Task TickMissedAsync(string basic) =>
        page.Locator("details.miss fieldset.mgrid label").Filter(new() { HasText = basic, Visible = true }).First.ClickAsync();

    public Task TickWhyAsync(string obstacle) =>
        page.Locator("details.miss .chips label").Filter(new() { HasText = obstacle }).ClickAsync();

    public Task SaysSavedAsync(string text) => Expect(Toast).ToContainTextAsync(text);
}
