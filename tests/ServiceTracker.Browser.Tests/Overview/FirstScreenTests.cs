using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Overview;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Overview;

/// <summary>
/// Three organisations (nothing stands out; a basic falls on one channel; one person slips), each told apart from what the first screen
/// holds: where, who or what, since when, how sure.
/// </summary>
public sealed class FirstScreenTests(Chromium chromium, PostgresCluster postgres)
{
    private static readonly (int Width, int Height)[] Screens = [(360, 740), (820, 1180), (1440, 900)];

    [Fact]
    public async Task Each_of_three_organisations_is_answered_from_the_first_screen()
    {
        await using var app = await Running.StartAsync(Store.Sqlite, postgres, watches: false);
        using var admin = await app.AdminAsync();
        var organisation = await Organisation.SetUpAsync(app.App, admin);
        var calm = await BuiltShop.CreateAsync(organisation);
        var channel = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        await channel.FlagAsync(
            FlagKind.Basic, channel: "phone", basic: "identity",
            change: f => (f.Since, f.DetectedOn, f.IsSettled) = (new(2026, 10, 20), new(2026, 10, 22), true));
        var person = await BuiltShop.CreateAsync(organisation);
        await person.FlagAsync(FlagKind.Lower, person.Staff[2]);
        string[] emails = ["calm@shop.test", "channel@shop.test", "person@shop.test"];
        BuiltShop[] shops = [calm, channel, person];
        for (var i = 0; i < shops.Length; i++) await app.AccountAsync(emails[i], Role.Manager, emails[i], shops[i].Site);

        (string Where, string Who, string Changed, string? Sure, int Flags)[] expected =
        [
            ("Nothing needs you this week", "Neither: no person and no channel stands out", "Nothing new since 9 Nov", null, 0),
            ("identity fell on phone since 20 Oct: 91 → 78 %", "The channel: phone; none of 8 people stands out", "Nothing new since 9 Nov",
                "96 interactions, settled", 1),
            ($"{person.Staff[2]} slips since 3 Nov: 91 → 78 %", $"One person: {person.Staff[2]}; no channel stands out",
                "Nothing new since 9 Nov", "96 interactions, provisional", 1),
        ];
        for (var i = 0; i < shops.Length; i++)
        {
            foreach (var (width, height) in Screens)
            {
                var page = await app.PageOfAsync(chromium, emails[i], width, height, script: width != 820);
                var overview = new OverviewPage(page);
                Assert.Equal(200, (await page.GotoAsync("/"))!.Status);
                await Chromium.ScreenshotAsync(page, $"overview-{emails[i][..emails[i].IndexOf('@')]}-{width}", whole: false);
                await SaysAsync(overview.Answer("where"), expected[i].Where, height);
                await SaysAsync(overview.Answer("who"), expected[i].Who, height);
                await SaysAsync(overview.Answer("changed"), expected[i].Changed, height);
                if (expected[i].Sure is { } sure) await SaysAsync(overview.HowSure, sure, height);
                else await SaysAsync(page.GetByText("Looked at 8 people, 2 channels, 4 basics: nothing outside chance."), null, height);
                await Expect(overview.Flags).ToHaveCountAsync(expected[i].Flags);
                if (expected[i].Flags > 0) await SaysAsync(overview.Flags.First, null, height);
                await page.Context.CloseAsync();
            }
        }
    }

    // Within the screen, and not under what stands fixed at its foot.
    private static async Task SaysAsync(ILocator where, string? words, int height)
    {
        if (words is not null) await Expect(where).ToHaveTextAsync(words);
        await Expect(where).ToBeInViewportAsync(new() { Ratio = 1 });
        var foot = await where.Page.EvaluateAsync<double>(
            "innerHeight - parseFloat(getComputedStyle(document.body).paddingBottom || 0)");
        var box = await where.BoundingBoxAsync();
        Assert.InRange(box!.Y + box.Height, 0, Math.Min(foot, height));
    }
}
