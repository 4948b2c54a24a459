using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>The log page with script, as staff at the counter use it.</summary>
public sealed class LogPageTests(Chromium chromium, Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task The_normal_case_is_two_taps()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);

        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();

        await log.SaysSavedAsync("Saved: Renewal");
        await log.SaysSavedAsync("All three met");
        var stored = Assert.Single(await adviser.StoredAsync());
        Assert.True(stored.AllBasicsMet);
        await Expect(log.Entries).ToHaveCountAsync(1);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Nothing_is_checked_before_somebody_checks_it()
    {
        var log = await (await desk.NewAdviserAsync()).LogAsync(chromium);
        await Expect(log.Checked).ToHaveCountAsync(0);

        await log.ChooseReasonAsync("Payment");
        await log.OpenMissedAsync();
        await log.TickMissedAsync("greeted");
        await log.TickWhyAsync("Too busy");
        await Expect(log.Checked).ToHaveCountAsync(3);
        await log.Save.ClickAsync();

        await log.SaysSavedAsync("Missed greeted");
        await Expect(log.Checked).ToHaveCountAsync(0);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_missed_is_stored_with_what_got_in_the_way()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.ChooseReasonAsync("Complaint");
        await log.OpenMissedAsync();
        await Expect(log.Save).ToBeDisabledAsync();
        await log.TickMissedAsync("identity");
        await log.TickMissedAsync("price");
        await log.TickWhyAsync("System slow");
        await Expect(log.Save).ToHaveTextAsync("Save: 2 missed, 1 met");
        await log.Save.ClickAsync();

        await log.SaysSavedAsync("Missed identity, price");
        await Expect(log.Entries.First).ToContainTextAsync("outage");
        var stored = Assert.Single(await adviser.StoredAsync());
        Assert.Equal((1, 3, true), (stored.Score.Met, stored.Score.Applicable, stored.CriticalMissed));
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Keys_choose_save_and_take_back()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        for (var key = 1; key <= Desk.Reasons.Count; key++)
        {
            await log.Page.Keyboard.PressAsync($"{key}");
            await Expect(log.Page.Locator("#reasons :checked")).ToHaveValueAsync(Desk.Reasons[key - 1].Code);
        }

        await log.Page.Keyboard.PressAsync("a");
        await log.SaysSavedAsync("Saved: Something else");
        Assert.Single(await adviser.StoredAsync());

        await log.Page.Keyboard.PressAsync("z");
        await Expect(log.Page.GetByText("Taken back.")).ToBeVisibleAsync();
        Assert.Empty(await adviser.StoredAsync());

        await log.Page.Keyboard.PressAsync("2");
        await log.Page.Keyboard.PressAsync("m");
        await log.TickMissedAsync("greeted");
        await log.Save.ClickAsync();
        await log.SaysSavedAsync("Missed greeted");
        Assert.False(Assert.Single(await adviser.StoredAsync()).AllBasicsMet);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Keys_typed_into_a_field_are_text()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.Page.GetByText("stand-out or note").ClickAsync();
        await log.Page.GetByLabel("Customer reference").ClickAsync();
        // As a scanner does: quickly, with Enter at the end.
        await log.Page.Keyboard.TypeAsync("1az8m");
        await log.Page.Keyboard.PressAsync("Enter");

        await Expect(log.Page.GetByLabel("Customer reference")).ToHaveValueAsync("1az8m");
        await Expect(log.Checked).ToHaveCountAsync(0);
        Assert.Empty(await adviser.StoredAsync());
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_slip_can_be_taken_back_for_ten_seconds()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved");

        desk.Clock.Advance(TimeSpan.FromSeconds(9));
        await log.Undo.ClickAsync();
        await Expect(log.Page.GetByText("Taken back. Nothing of it is counted.")).ToBeVisibleAsync();
        Assert.Empty(await adviser.StoredAsync());
        await Expect(log.Entries).ToHaveCountAsync(0);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Too_late_to_take_back_is_said_and_the_entry_stays()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved");

        desk.Clock.Advance(TimeSpan.FromSeconds(16));
        await log.Undo.ClickAsync();
        await Expect(log.Mistakes).ToContainTextAsync("Undo works for 10 seconds after saving. This entry stays");
        Assert.Single(await adviser.StoredAsync());
        await log.OpenAsync();
        await Expect(log.Toast).ToHaveCountAsync(0);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_offer_to_take_back_goes_by_itself()
    {
        var log = await (await desk.NewAdviserAsync()).LogAsync(chromium);
        await log.Page.Clock.InstallAsync(new() { TimeDate = desk.Clock.GetUtcNow().UtcDateTime });
        await log.OpenAsync();
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await Expect(log.Toast).ToBeVisibleAsync();

        await log.Page.Clock.FastForwardAsync(11_000);
        await Expect(log.Toast).ToBeHiddenAsync();
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Another_channel_has_other_basics()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await Expect(log.Basics).ToContainTextAsync(["greeted", "identity", "price"]);
        await Expect(log.AllMet).ToContainTextAsync("All three");

        await log.ChooseChannelAsync("phone");
        await Expect(log.Basics).ToContainTextAsync(["greeted", "identity", "name_given", "call_back"]);
        await log.ChooseReasonAsync("Payment");
        await log.OpenMissedAsync();
        await log.TickMissedAsync("call_back");
        await Expect(log.Save).ToHaveTextAsync("Save: 1 missed, 3 met");
        await log.Save.ClickAsync();

        await log.SaysSavedAsync("Missed call_back");
        var stored = Assert.Single(await adviser.StoredAsync());
        Assert.Equal((3, 4), (stored.Score.Met, stored.Score.Applicable));
        // The next customer is probably on the phone too.
        await Expect(log.Basics).ToHaveCountAsync(4);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_reason_is_needed_first()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await Expect(log.NeedsReason).ToBeHiddenAsync();
        await log.AllMet.ClickAsync();
        await Expect(log.NeedsReason).ToBeVisibleAsync();
        await log.SomethingMissed.ClickAsync();
        await Expect(log.Save).ToBeHiddenAsync();
        Assert.Empty(await adviser.StoredAsync());

        await log.ChooseReasonAsync("Renewal");
        await Expect(log.NeedsReason).ToBeHiddenAsync();
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved: Renewal");
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_double_click_stores_once()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.DblClickAsync();
        await log.SaysSavedAsync("Saved: Renewal");
        await log.OpenAsync();
        await Expect(log.Entries).ToHaveCountAsync(1);
        Assert.Single(await adviser.StoredAsync());
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_same_form_sent_again_later_stores_once()
    {
        var adviser = await desk.NewAdviserAsync();
        var log = await adviser.LogAsync(chromium);
        var id = await log.Page.Locator("#log [name=Id]").InputValueAsync();
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved: Renewal");

        desk.Clock.Advance(TimeSpan.FromSeconds(3));
        await log.Page.EvaluateAsync("id => { document.querySelector('#log [name=Id]').value = id; }", id);
        await log.ChooseReasonAsync("Renewal");
        await log.Page.RunAndWaitForResponseAsync(() => log.AllMet.ClickAsync(), r => r.Request.Method == "POST");
        await log.SaysSavedAsync("Saved: Renewal");
        Assert.Equal(id, Assert.Single(await adviser.StoredAsync()).Id.ToString());
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_staff_account_logs_only_as_itself()
    {
        var (adviser, colleague) = (await desk.NewAdviserAsync(), await desk.NewAdviserAsync());
        var log = await adviser.LogAsync(chromium);
        await log.Page.GotoAsync($"/log?person={colleague.Code}");
        await Expect(log.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(adviser.Code);
        Assert.Equal(0, await log.Page.Locator("#person").CountAsync());

        await log.Page.EvaluateAsync(
            "code => document.getElementById('log').append(Object.assign(document.createElement('input'), { type: 'hidden', name: " +
            "'Person', value: code }))", colleague.Code);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await log.SaysSavedAsync("Saved");
        Assert.Single(await adviser.StoredAsync());
        Assert.Empty(await colleague.StoredAsync());
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_a_phone_both_answers_are_on_the_screen_and_large_enough_for_a_thumb()
    {
        var log = await (await desk.NewAdviserAsync()).LogAsync(chromium, width: 360);
        foreach (var button in new[] { log.AllMet, log.SomethingMissed })
        {
            await Expect(button).ToBeInViewportAsync(new() { Ratio = 1 });
            var box = await button.BoundingBoxAsync();
            Assert.True(box is { Height: >= 44, Width: >= 44 }, $"{box?.Width} × {box?.Height}");
        }

        await log.Page.Context.CloseAsync();
    }
}
