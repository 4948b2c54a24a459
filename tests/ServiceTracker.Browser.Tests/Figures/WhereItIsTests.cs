using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Figures;

/// <summary>
/// What is hidden in the demonstration's history stands on the page in words: the basic and the place, and not the people who were there.
/// </summary>
public sealed class WhereItIsTests(Chromium chromium, DemoApp demo)
{
    private const string Script = "Identity checked?", NextStep = "Next step explained?";

    // They served at North Gate or on the phone when it happened; nothing changed about any of them.
    private static readonly string[] OnlyThere =
        ["Miriam Cohen", "Luca Popescu", "Ivan Marinov", "Bethlehem Tadesse", "Eva van Dijk", "Elif Kaya", "Ha-eun Kim", "Niamh Byrne"];

    public static TheoryData<string, int> Weeks =>
    [
        .. from who in new[] { DemoOrganisation.HarbourManager, DemoOrganisation.NorthgateManager, DemoOrganisation.SignIns[0] }
           from week in new[] { 44, 45, 46, 47 }
           select (who.Name, week),
    ];

    [Theory, MemberData(nameof(Weeks))]
    public async Task The_basic_and_its_place_are_named_and_nobody_who_was_only_there(string name, int week)
    {
        var who = DemoOrganisation.SignIns.Single(s => s.Name == name);
        var page = await demo.PageOfAsync(chromium, who, script: false);
        var consistency = new ConsistencyPage(page);
        await consistency.OpenAsync($"?week=2026-W{week}");

        await Expect(page.Locator("#where")).ToContainTextAsync($"{Script} on Phone");
        await Expect(Basic(consistency, Script)).ToContainTextAsync("less than on the other channels");
        await Expect(page.GetByText("people served on Phone; nobody of them is below colleagues beyond chance.")).ToBeVisibleAsync();
        // What a site alone reads of itself beside the others is asked of the program itself, without a browser.
        if (who.Site is null)
        {
            await Expect(page.Locator("#where")).ToContainTextAsync($"{NextStep} at North Gate");
            await Expect(Basic(consistency, NextStep)).ToContainTextAsync("less than at the other sites");
        }

        var read = await page.Locator("main").EvaluateAsync<string>(
            """
            main => {
              const open = main.cloneNode(true);
              open.querySelectorAll('details').forEach(d => d.remove());
              return open.textContent;
            }
            """);
        Assert.DoesNotContain(OnlyThere, person => read.Contains(person, StringComparison.Ordinal));
        Assert.DoesNotContain("no larger than chance", read, StringComparison.Ordinal);
        // They are there, A to Z, for who opens the list.
        if (who.Site != DemoPatterns.LunchSite)
            await Expect(consistency.People.Filter(new() { HasText = "Luca Popescu" })).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_basics_are_read_from_top_to_bottom_at_every_size_without_sideways_scrolling()
    {
        foreach (var width in new[] { 360, 820, 1440 })
        {
            var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager, width, 900);
            var consistency = new ConsistencyPage(page);
            await consistency.OpenAsync("?week=2026-W46");
            await Expect(consistency.Basics).ToHaveCountAsync(8);
            var root = page.Locator("html");
            Assert.True(await root.EvaluateAsync<bool>("root => root.scrollWidth <= root.clientWidth"), $"{width} px");
            // A reading has the width of its card, where a line is one.
            var narrow = page.Locator("table.basics .why, section[aria-labelledby=h-channel] .why");
            if (width < 981)
                Assert.True(await narrow.EvaluateAllAsync<bool>(
                    "all => all.every(e => e.offsetWidth > 0.6 * e.parentElement.offsetWidth)"));
            await page.Context.CloseAsync();
        }
    }

    private static ILocator Basic(ConsistencyPage page, string question) => page.Basics.Filter(new() { HasText = question });
}
