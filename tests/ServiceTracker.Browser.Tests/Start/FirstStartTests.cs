using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Checks;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Web.Access;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Start;

/// <summary>From an empty store to the first figures, by hand in a browser.</summary>
public sealed class FirstStartTests(Chromium chromium, PostgresCluster postgres)
{
    private const string Week = "2026-W47";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task From_the_one_time_code_to_the_same_figures_on_pages_and_in_files(Store store)
    {
        await using var app = await Running.StartAsync(store, postgres);
        var page = await chromium.NewPageAsync(app.Address);
        var watch = await PageWatch.OnAsync(page);
        await watch.OpenAsync("/");
        var setup = new SetupPages(page, app.Address);
        await setup.MakeAdministratorAsync("AAAA-AAAA-AAAA", "Olena Marchenko", "olena@shop.test", Running.Password);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the code.");
        await setup.MakeAdministratorAsync(
            app.Server.Services.GetRequiredService<SetupCode>().Value, "Olena Marchenko", "olena@shop.test", Running.Password);
        await setup.AddSiteAsync("Harbour Street", "harbour", "Europe/London");
        await setup.ChooseChannelsAsync("counter", "phone");
        await setup.AddPeopleAsync("dvolkov, Dana Volkov, Clerk", "spatel, Sunita Patel");
        await setup.BeginWithAsync("Service desk");
        await setup.EditBasicAsync(6, "Offered more help?", weight: 3);
        await setup.PublishAsync();

        await Expect(page).ToHaveURLAsync(app.Address + "log");
        // Which entries would be full checks differs from run to run.
        using (var api = await app.AdminAsync())
            (await api.PutAsync("sites/harbour", new { name = "Harbour Street", zone = "Europe/London", fullCheckOneIn = 0 })).Is(200);
        await page.GetByRole(AriaRole.Link, new() { Name = "Dana Volkov" }).ClickAsync();
        var log = new LogPage(page);
        for (var customer = 1; customer <= 9; customer++)
        {
            await log.ChooseReasonAsync("Renewal");
            await log.AllMet.ClickAsync();
            await Expect(log.Entries).ToHaveCountAsync(customer);
        }

        await log.SaysSavedAsync("All six met");
        await log.ChooseReasonAsync("Complaint");
        await log.OpenMissedAsync();
        await log.TickMissedAsync("Next step explained");
        await log.TickWhyAsync("Too busy");
        await log.Save.ClickAsync();
        await log.SaysSavedAsync("Missed Next step explained");

        await log.Entries.Filter(new() { HasText = "Missed" })
            .Or(log.Entries.Filter(new() { HasText = "missed" })).First.GetByRole(AriaRole.Link).ClickAsync();
        await AssertArithmeticAsync(page);
        await AssertConsistencyAsync(page);
        await AssertFilesAsync(page);
        await watch.AssertQuietAsync();

        // The door is closed now.
        await page.GotoAsync("/setup");
        await Expect(page).ToHaveURLAsync(app.Address + "overview");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public async Task The_very_first_page_is_accessible(int width, ColorScheme colours)
    {
        await using var app = await Running.StartAsync(Store.Sqlite, postgres);
        var page = await chromium.NewPageAsync(app.Address, width, colours: colours);
        var watch = await PageWatch.OnAsync(page);
        await watch.OpenAsync("/setup");
        await Chromium.AssertAccessibleAsync(page);
        await new SetupPages(page, app.Address)
            .MakeAdministratorAsync("AAAA-AAAA-AAAA", "Olena Marchenko", "olena@shop.test", Running.Password);
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Chromium.AssertAccessibleAsync(page);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await watch.AssertQuietAsync();
        await page.Context.CloseAsync();
    }

    // Weights 1, 1, 1, 2, 1 and 3; a miss of weight 1.
    private static async Task AssertArithmeticAsync(IPage page)
    {
        var table = page.Locator("table.arith");
        await Expect(table.Locator("tbody tr")).ToHaveCountAsync(6);
        await Expect(table.Locator("tr.missed")).ToContainTextAsync("Next step explained?");
        await Expect(table.Locator("tbody")).ToContainTextAsync("Offered more help?");
        await Expect(table.Locator("tfoot :is(th, td)")).ToHaveTextAsync(["Sum", "5 of 6 met", "9", "8"]);
        await Expect(page.Locator(".sum")).ToContainTextAsync("88.89");
        await Expect(page.GetByText("All basics met: no.")).ToBeVisibleAsync();
        await Expect(page.Locator(".facts")).ToContainTextAsync("Next step explained: process");
    }

    private static async Task AssertConsistencyAsync(IPage page)
    {
        var consistency = new ConsistencyPage(page);
        await consistency.OpenAsync("?week=" + Week);
        foreach (var line in new[] { consistency.Line("Dana Volkov"), consistency.Line("Counter") })
        {
            await Expect(await ConsistencyPage.CellAsync(line, "All basics met")).ToHaveTextAsync("90.0%");
            await Expect(await ConsistencyPage.CellAsync(line, "Scored")).ToHaveTextAsync("10");
            var chart = await page.Context.NewPageAsync();
            await chart.GotoAsync((await ConsistencyPage.ScoredAsync(line)).Href);
            await Expect(chart.Locator("#numbers")).ToContainTextAsync("Mean score 98.9");
            var numbers = chart.Locator("#numbers a").First;
            var (number, href) = (int.Parse(await numbers.InnerTextAsync()), (await numbers.GetAttributeAsync("href"))!);
            Assert.Equal(10, number);
            Assert.Equal(number, await new InteractionsPage(chart).CountAsync(href));
            await chart.CloseAsync();
        }
    }

    private static async Task AssertFilesAsync(IPage page)
    {
        var figures = Assert.Single(await FileAsync(page, "consistency"));
        Assert.Equal(("harbour", "dvolkov", "counter"), (figures["site"], figures["staff"], figures["channel"]));
        Assert.Equal(
            ("10", "10", "9", 0.9),
            (figures["interactions"], figures["scored"], figures["all_basics_met"], double.Parse(figures["consistency_rate"])));
        Assert.Equal(98.89, double.Parse(figures["basics_score_mean"]), 0.005);

        var basics = await FileAsync(page, "basics");
        Assert.Equal(6, basics.Count);
        var step = Assert.Single(basics, b => b["expectation"] == "next_step");
        Assert.Equal(("9", "1"), (step["met"], step["missed"]));
        Assert.All(basics.Where(b => b != step), b => Assert.Equal(("10", "0"), (b["met"], b["missed"])));
        Assert.Equal(10, (await FileAsync(page, "interactions")).Count);
    }

    private static async Task<List<Dictionary<string, string>>> FileAsync(IPage page, string name)
    {
        await page.GotoAsync("/reports");
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = $"Download {name}.csv of {Week}" }).ClickAsync());
        Assert.Equal($"{name}_{Week}_harbour_live.csv", download.SuggestedFilename);
        await using var content = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => header.Zip(l.Split(',')).ToDictionary(p => p.First, p => p.Second))];
    }
}
