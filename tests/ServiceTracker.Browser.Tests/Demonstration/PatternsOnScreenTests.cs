using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Domain.Flags;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Demonstration;

/// <summary>
/// What <c>demo</c> prints is what Overview and Flags name first, each for what it is: the script is the channel's, not its people's. What
/// Consistency says of each, the steady team and the raised bar among it, is asked of the program itself.
/// </summary>
public sealed class PatternsOnScreenTests(Chromium chromium, WatchedDemo demo)
{
    private const string Script = "Identity checked", NextStep = "Next step explained", Added = "Asked if anything else";

    [Fact]
    public async Task Overview_names_the_channel_the_place_the_hours_and_the_uneven_person_before_anything_else()
    {
        var page = await (await demo.StartedAsync()).PageOfAsync(chromium, WatchedDemo.Admin, 1440, 900);
        await page.GotoAsync("/overview");

        // What stands in the first answer is the script, on the phone, and the next step, at North Gate.
        var first = await page.Locator("#where .big, #where li").AllInnerTextsAsync();
        Assert.All(first, f => Assert.True(IsScript(f) || IsNextStep(f), f));
        Assert.Contains(first, IsScript);
        Assert.Contains(first, IsNextStep);

        var seats = page.Locator("#who .seats li");
        await Expect(Seat(seats, "Channel")).ToContainTextAsync($"{Script} on Phone");
        await Expect(Seat(seats, "System")).ToContainTextAsync("Greeted within a minute 12–14 h at Harbour Street");
        await Expect(Seat(seats, "Person")).ToContainTextAsync("Robin Ellis: good and bad days");
        await Expect(seats.Filter(new() { HasText = NextStep })).Not.ToHaveCountAsync(0);
        foreach (var seat in await seats.AllAsync()) await Expect(seat).ToBeInViewportAsync(new() { Ratio = 1 });

        // The raised bar is nobody's fault, and nothing is wrong with the contact desk.
        var said = await page.Locator(".answers").InnerTextAsync();
        Assert.DoesNotContain(Added, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Contact desk", said, StringComparison.Ordinal);
        Assert.DoesNotContain("because", said, StringComparison.OrdinalIgnoreCase);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Flags_hold_each_pattern_with_who_carries_it()
    {
        var page = await (await demo.StartedAsync()).PageOfAsync(chromium, WatchedDemo.Admin, 1440, 900);
        await page.GotoAsync("/flags");
        var flags = (await page.Locator("li.flag .what").AllAsync()).ToList();
        var titles = new List<(string Title, string About)>();
        foreach (var flag in flags)
            titles.Add((await flag.Locator("> a").InnerTextAsync(), await flag.Locator("> small").InnerTextAsync()));

        foreach (var site in new[] { "Harbour Street", "North Gate" })
            Assert.Contains(($"{Script}: missed more often than usual", $"Phone · {site}"), titles);
        Assert.Contains(("Good days and bad days", "Robin Ellis · all channels · Harbour Street"), titles);
        Assert.Contains(titles, t =>
            t.Title == $"{NextStep}: missed more often than usual" && t.About.EndsWith("North Gate", StringComparison.Ordinal));
        Assert.Single(titles, t => t.Title == "Good days and bad days");
        Assert.DoesNotContain(titles, t => t.Title.StartsWith(Added, StringComparison.Ordinal));
        // Nobody carries the script on the phone.
        Assert.DoesNotContain(
            titles, t => t.Title.StartsWith(Script, StringComparison.Ordinal) && !t.About.StartsWith("Phone", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Of_people_who_did_not_change_no_more_are_flagged_than_the_budget_allows()
    {
        var app = (await demo.StartedAsync()).App;
        var people = await app.QueryAsync(db => db.Staff.CountAsync());
        var flagged = await app.QueryAsync(db => db.Flags.AsNoTracking()
            .Where(f => f.StaffId != null && f.PartOf == null && f.Supported && f.Kind != FlagKind.Critical)
            .Where(f => f.StaffId != db.Staff.First(s => s.Code == DemoPatterns.ErraticPerson).Id)
            .Select(f => new { f.Kind, f.StaffId, f.DetectedOn }).ToListAsync());

        TestContext.Current.TestOutputHelper?.WriteLine($"{flagged.Count} of {people} people");
        // One a year for each.
        Assert.InRange(flagged.Count, 0, people * DemoOrganisation.Weeks / 52);
    }

    private static ILocator Seat(ILocator seats, string name) =>
        seats.Filter(new() { Has = seats.Page.Locator(".tag", new() { HasText = name }) });

    private static bool IsScript(string said) => said.Contains($"{Script} fell on Phone", StringComparison.Ordinal);

    private static bool IsNextStep(string said) =>
        said.Contains(NextStep, StringComparison.Ordinal) && said.Contains("at North Gate", StringComparison.Ordinal);
}
