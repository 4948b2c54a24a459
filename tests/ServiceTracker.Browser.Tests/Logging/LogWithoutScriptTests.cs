using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>The log page in a browser that runs no script.</summary>
public sealed class LogWithoutScriptTests(Chromium chromium, Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task All_met_and_taken_back()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium, script: false);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("All three met");
        Assert.True(Assert.Single(await adviser.StoredAsync()).AllBasicsMet);

        await log.Undo.ClickAsync();
        await Expect(log.Page.GetByText("Taken back.")).ToBeVisibleAsync();
        Assert.Empty(await adviser.StoredAsync());
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Missed_with_what_got_in_the_way()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium, script: false);
        await log.ChooseReasonAsync("Payment");
        await log.OpenMissedAsync();
        await log.TickMissedAsync("greeted");
        await log.TickWhyAsync("Slipped my mind");
        await log.Save.ClickAsync();
        await log.SaysSavedAsync("Missed greeted");
        await Expect(log.Entries.First).ToContainTextAsync("person");
        Assert.False(Assert.Single(await adviser.StoredAsync()).AllBasicsMet);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_mistake_is_explained_and_what_was_typed_stays()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium, script: false);
        await log.ChooseChannelAsync("counter");
        await log.Page.GetByText("stand-out or note").ClickAsync();
        await log.Page.GetByLabel("What the customer said").FillAsync("Quick & friendly <3");
        await log.Page.GetByLabel("Customer reference").FillAsync("C-77");
        await log.Page.GetByText("Made it personal").ClickAsync();
        await log.OpenMissedAsync();
        await log.TickMissedAsync("price");
        await log.TickWhyAsync("Not sure how");
        await log.Save.ClickAsync();

        await Expect(log.Mistakes).ToContainTextAsync("Pick what it was about first.");
        await Expect(log.Page.GetByLabel("What the customer said")).ToHaveValueAsync("Quick & friendly <3");
        await Expect(log.Page.GetByLabel("Customer reference")).ToHaveValueAsync("C-77");
        await Expect(log.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Made it personal" })).ToBeCheckedAsync();
        await Expect(log.Page.Locator("[name=Missed][value=price]:checked")).ToHaveCountAsync(1);
        await Expect(log.Page.Locator("[name=Why]:checked")).ToHaveValueAsync("unsure");
        Assert.Empty(await adviser.StoredAsync());

        await log.ChooseReasonAsync("Renewal");
        await log.Save.ClickAsync();
        await log.SaysSavedAsync("Missed price");
        Assert.Equal("C-77", Assert.Single(await adviser.StoredAsync()).CustomerRef);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_double_click_stores_once()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium, script: false);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.DblClickAsync();
        await log.SaysSavedAsync("Saved: Renewal");
        Assert.Single(await adviser.StoredAsync());
        await log.Page.Context.CloseAsync();
    }
}
