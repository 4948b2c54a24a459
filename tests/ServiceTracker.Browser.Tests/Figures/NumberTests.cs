using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Figures;

/// <summary>Every number leads to the interactions behind it, and there are as many.</summary>
public sealed class NumberTests(Chromium chromium, DemoApp demo)
{
    private const string Week = "?week=2026-W45&lines=pairs";

    [Fact]
    public async Task A_number_leads_to_as_many_interactions()
    {
        var page = new ConsistencyPage(await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager));
        await page.OpenAsync(Week);
        var numbers = new List<(int Number, string Href)>();
        // Channels, people, and people on a channel.
        var charts = new List<(int Number, string Href)>();
        for (var i = 0; i < await page.Lines.CountAsync(); i += 8) charts.Add(await ConsistencyPage.ScoredAsync(page.Lines.Nth(i)));
        Assert.True(charts.Count > 5);
        var missed = page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "with something missed" });
        numbers.Add((int.Parse((await missed.InnerTextAsync()).Split(' ')[0]), (await missed.GetAttributeAsync("href"))!));
        for (var i = 0; i < await page.Basics.CountAsync(); i += 3)
        {
            var link = (await ConsistencyPage.CellAsync(page.Basics.Nth(i), "Missed")).Locator("a");
            numbers.Add((int.Parse(await link.InnerTextAsync()), (await link.GetAttributeAsync("href"))!));
        }

        // A line leads to its chart, and that has the line's number and leads on.
        foreach (var (number, href) in charts)
        {
            await page.Page.GotoAsync(href);
            var links = page.Page.Locator("#numbers a");
            Assert.Equal(number, int.Parse(await links.First.InnerTextAsync()));
            foreach (var link in await links.AllAsync())
                numbers.Add((int.Parse(await link.InnerTextAsync()), (await link.GetAttributeAsync("href"))!));
        }

        var list = new InteractionsPage(page.Page);
        foreach (var (number, href) in numbers)
        {
            Assert.Equal(number, await list.CountAsync(href));
        }

        await page.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_line_has_one_link_and_of_basics_every_number_missed_leads_to_its_interactions()
    {
        var page = new ConsistencyPage(await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager));
        await page.OpenAsync(Week);
        Assert.True(await page.Lines.CountAsync() > 15);
        var bare = await page.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('table.units:not(.basics) tbody tr')].filter(tr => tr.querySelectorAll('a').length !== 1)
              .concat([...document.querySelectorAll('table.basics td.num.n')]
                .filter(td => /\d/.test(td.textContent) && !td.querySelector('a[href^="/interactions?"]')))
              .map(e => e.textContent)
            """);
        Assert.Empty(bare);
        await page.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_has_the_numbers_of_the_store()
    {
        var page = new ConsistencyPage(await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager));
        await page.OpenAsync(Week);
        var line = page.People.First;
        var code = QueryHelpers.ParseQuery(
            new Uri(new Uri(page.Page.Url), (await ConsistencyPage.ScoredAsync(line)).Href).Query)["staff"].Single()!;
        var (from, to) = (new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 8));
        var stored = await (await demo.StartedAsync()).App.QueryAsync(async db =>
        {
            var person = await db.Staff.Where(s => s.Code == code).Select(s => s.Id).SingleAsync();
            return await db.Interactions.AsNoTracking().Where(i => i.StaffId == person && i.BusinessDate >= from && i.BusinessDate <= to)
                .ToListAsync();
        });
        Assert.True(stored.Count >= 10);
        await Expect(await ConsistencyPage.CellAsync(line, "Scored")).ToHaveTextAsync($"{stored.Count}");
        await Expect(await ConsistencyPage.CellAsync(line, "All basics met"))
            .ToHaveTextAsync($"{100.0 * stored.Count(i => i.Score.AllBasicsMet) / stored.Count:0.0}%");
        await page.Page.GotoAsync((await ConsistencyPage.ScoredAsync(line)).Href);
        await Expect(page.Page.Locator("#numbers")).ToContainTextAsync($"Mean score {stored.Average(i => i.Score.BasicsScore!.Value):0.0}");
        await page.Page.Context.CloseAsync();
    }
}
