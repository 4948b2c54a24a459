using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Overview;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Overview;

/// <summary>
/// One basic in three organisations (it falls at the site; nothing differs; too little yet), each told in the sentence that the first
/// screen begins with; and the register, which proposes what can be asked for beyond.
/// </summary>
public sealed class OneBasicTests(Chromium chromium, PostgresCluster postgres)
{
    [Fact]
    public async Task The_first_screen_begins_with_the_sentence_and_the_register_with_what_can_be_raised()
    {
        await using var app = await Running.StartAsync(Store.Sqlite, postgres, watches: false);
        using var admin = await app.AdminAsync();
        var organisation = await Organisation.SetUpAsync(app.App, admin);
        var falls = await BuiltShop.CreateAsync(organisation, phoneFalls: true, counterFalls: true);
        var calm = await BuiltShop.CreateAsync(organisation);
        var young = await BuiltShop.CreateAsync(organisation, weeks: 3);
        (string Email, string Site, string Sentence)[] expected =
        [
            ("falls@shop.test", falls.Site,
                $"identity is at 33 % where 89 % was usual, since week 43, at {falls.Site}, all channels together."),
            ("calm@shop.test", calm.Site,
                $"identity at {calm.Site} is as usual: 89 % in the last 4 weeks, 89 % in up to 26 before. "
                + "Nothing about it stands out beyond chance."),
            ("young@shop.test", young.Site,
                $"identity at {young.Site} is at 89 % of 144. Whether that is usual cannot be told yet: 17 weeks are needed, 3 are there."),
        ];
        foreach (var (email, site, sentence) in expected)
        {
            await app.AccountAsync(email, Role.Manager, email, site);
            foreach (var (width, height) in new[] { (360, 740), (1440, 900) })
            {
                var page = await app.PageOfAsync(chromium, email, width, height, script: width == 1440);
                Assert.Equal(200, (await page.GotoAsync("/basics/identity"))!.Status);
                await Expect(page.Locator("#story")).ToHaveTextAsync(sentence);
                await Expect(page.Locator("#story")).ToBeInViewportAsync(new() { Ratio = 1 });
                Assert.Equal(200, (await page.GotoAsync($"/site?code={site}"))!.Status);
                await Expect(page.Locator("#story")).ToBeInViewportAsync(new() { Ratio = 1 });
                await page.Context.CloseAsync();
            }
        }

        var register = await app.PageOfAsync(chromium, expected[1].Email, 820, 1180);
        await register.GotoAsync("/basics");
        await Expect(register.Locator("#raise li")).ToHaveCountAsync(2);
        await register.GetByRole(AriaRole.Link, new() { Name = "identity?" }).ClickAsync();
        await Expect(register).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/basics/identity"));
        // From its channel to the channel's page and back to the basic there.
        await register.Locator(".strip-cards a", new() { HasText = "phone" }).ClickAsync();
        await register.Locator("#b-identity th a").ClickAsync();
        await Expect(register.Locator("#story")).ToContainTextAsync($"identity at {calm.Site} on phone is as usual");
        await register.Context.CloseAsync();
    }
}
