using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Overview;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.People;

/// <summary>
/// Six people of a built shop (as the others, slipping, uneven with the same mean, new, away for weeks, hardly there), each told apart from
/// what the first screen of their page holds.
/// </summary>
public sealed class PersonPageTests(Chromium chromium, PostgresCluster postgres)
{
    private const string Manager = "manager@shop.test";

    [Fact]
    public async Task Each_of_six_people_is_told_from_the_first_screen()
    {
        await using var app = await Running.StartAsync(Store.Sqlite, postgres, watches: false);
        using var admin = await app.AdminAsync();
        var organisation = await Organisation.SetUpAsync(app.App, admin);
        var shop = await BuiltShop.CreateAsync(organisation);
        await shop.FlagAsync(FlagKind.Basic, shop.Staff[2], "phone", "identity");
        string[] more = new string[4];
        for (var i = 0; i < more.Length; i++)
            more[i] = await organisation.StaffAsync(null, shop.Site, activeFrom: i == 1 ? "2026-09-07" : null);
        var series = new Series(organisation, shop.Site);
        for (var d = 0; d < 60; d++) series.Add(new DateTime(2026, 8, 25, 9, 0, 0).AddDays(d), (d % 3 == 0 ? 2 : 8, 9), more[0]);
        for (var w = 0; w < 10; w++)
        {
            var at = new DateTime(2026, 9, 8, 9, 0, 0).AddDays(7 * w);
            series.Add(at, (8, 10), more[1]);
            if (w is < 3 or > 6) series.Add(at, (8, 10), more[2]);
        }

        await series.Add(new DateTime(2026, 11, 10, 9, 0, 0), (5, 7), more[3]).StoreAsync();
        await shop.FlagAsync(FlagKind.Erratic, more[0]);
        await app.AccountAsync(Manager, Role.Manager, "Manager", shop.Site);

        (string Who, string Words)[] expected =
        [
            (shop.Staff[0], ": as usual."),
            (shop.Staff[2], "identity was missed 21 times on phone where 9 are usual, since 3 Nov."),
            (more[0], "has had good days and bad days since 3 Nov"),
            (more[1], "met them in 80 % of 100"),
            (more[2], "met them in 80 % of 60"),
            (more[3], "Not enough yet: 7 scored interactions, 10 are needed."),
        ];
        foreach (var (width, height) in new[] { (360, 740), (1440, 900) })
        {
            var page = await app.PageOfAsync(chromium, Manager, width, height);
            foreach (var (who, words) in expected)
            {
                Assert.Equal(200, (await page.GotoAsync($"/person?code={who}"))!.Status);
                var lede = page.Locator(".lead .lede");
                await Expect(lede).ToContainTextAsync(words);
                await Expect(lede).ToBeInViewportAsync(new() { Ratio = 1 });
            }

            // A day is read with the keys alone.
            await page.GotoAsync($"/person?code={more[0]}");
            await page.Locator("#days").ScrollIntoViewIfNeededAsync();
            var reader = page.Locator("#days .scrub");
            await reader.FocusAsync();
            await reader.PressAsync("ArrowLeft");
            await Expect(reader).ToHaveAttributeAsync("aria-valuetext", "22 Oct 2026, 88.9% of 9");
            await reader.PressAsync("Enter");
            await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/interactions\\?.*from=2026-10-22&to=2026-10-22"));
            await page.Context.CloseAsync();
        }
    }
}
