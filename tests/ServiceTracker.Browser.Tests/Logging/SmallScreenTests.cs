using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>The log page on the smallest phones that people serve with.</summary>
public sealed class SmallScreenTests(Chromium chromium, Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Every_reason_is_there_while_the_notice_of_what_was_saved_stands()
    {
        var log = await OpenAsync(640);
        await log.ChooseReasonAsync("Renewal");
        await log.AllMet.ClickAsync();
        await Expect(log.Toast).ToBeVisibleAsync();
        await AssertReachedAsync(log.Page, "#reasons label", Desk.Reasons.Count);
        await AssertReachedAsync(log.Page, "#channels label, .big-b, [data-undo], #when", 6);
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_whole_entry_is_possible_without_a_scroll()
    {
        var log = await OpenAsync(568);
        await AssertReachedAsync(log.Page, "#channels label, #reasons label, .big-b, #when, #more summary", 14);
        await log.ChooseChannelAsync("phone");
        await log.ChooseReasonAsync("Complaint");
        await log.SomethingMissed.ClickAsync();
        await AssertReachedAsync(log.Page, ".mgrid:not([hidden]) label, .chips label, .acts button", 4 + 6 + 2);
        await log.TickMissedAsync("call_back");
        await log.TickWhyAsync("Too busy");
        await log.Save.ClickAsync();
        await log.SaysSavedAsync("Missed call_back");
        Assert.Equal(0, await log.Page.EvaluateAsync<int>("scrollY"));
        await log.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_tapped_is_large_enough()
    {
        var log = await OpenAsync(568);
        await log.ChooseReasonAsync("Renewal");
        const string targets = "main :is(button, select, summary, label:has(> :is([type=radio], [type=checkbox]))), .logbar a";
        Assert.Equal("", await TooSmallAsync(log.Page, targets, 44));
        Assert.Equal("", await TooSmallAsync(log.Page, ".big-b", 56));
        await log.OpenMissedAsync();
        Assert.Equal("", await TooSmallAsync(log.Page, ".miss :is(button, label)", 44));
        await log.Page.Context.CloseAsync();
    }

    private async Task<LogPage> OpenAsync(int height)
    {
        var adviser = await desk.NewAdviserAsync();
        var log = new LogPage(await desk.App.PageOfAsync(chromium, adviser.Email, 360, height));
        await log.OpenAsync();
        return log;
    }

    /// <summary>Every one of these is on the screen as a whole, and nothing lies over its middle.</summary>
    internal static async Task AssertReachedAsync(IPage page, string selector, int count)
    {
        var found = await page.EvaluateAsync<string[]>(
            """
            selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).map(e => {
              const b = e.getBoundingClientRect();
              const at = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
              const name = e.textContent.trim().replace(/\s+/g, ' ').slice(0, 30);
              const isOn = b.top >= 0 && b.bottom <= innerHeight && b.left >= 0 && b.right <= innerWidth;
              if (!isOn) return `${name} ${b.left}–${b.right}, ${b.top}–${b.bottom} of ${innerHeight}`;
              return e.contains(at) || at?.contains(e) ? '' : `${name} lies under ${at?.className}`;
            })
            """, selector);
        Assert.Equal("", string.Join('\n', found.Where(f => f.Length > 0)));
        Assert.Equal(count, found.Length);
    }

    internal static Task<string> TooSmallAsync(IPage page, string selector, int least) => page.EvaluateAsync<string>(
        """
        ([selector, least]) => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).map(e => {
          const b = e.getBoundingClientRect();
          return Math.min(b.width, b.height) < least ? `${e.textContent.trim().slice(0, 30)} ${b.width}×${b.height}` : '';
        }).filter(t => t).join('\n')
        """, new object[] { selector, least });
}
