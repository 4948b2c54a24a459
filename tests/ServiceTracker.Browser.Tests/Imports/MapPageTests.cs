using System.Text;
using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Imports;

/// <summary>Somebody says on a telephone what another program's columns are.</summary>
public sealed class MapPageTests(Chromium chromium, DemoApp demo)
{
    [Fact]
    public async Task Columns_and_words_are_named_on_a_narrow_screen_without_scripts_and_the_rows_are_shown()
    {
        var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager, width: 360, script: false);
        await page.GotoAsync("/imports");
        await page.GetByLabel("CSV file").SetInputFilesAsync(new FilePayload
        {
            Name = "a-till-with-a-rather-long-name-of-its-export-file.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("Wann;Weg;Text\n18.11.2026 09:05;Schalter;fine\n18.11.2026 09:06;Telefon;so so\n"),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What the columns are" })).ToBeVisibleAsync();
        await page.GetByLabel("Wann", new() { Exact = true }).SelectOptionAsync("occurred_at");
        await page.GetByLabel("Weg", new() { Exact = true }).SelectOptionAsync("channel");
        await page.GetByLabel("Text", new() { Exact = true }).SelectOptionAsync("comment");
        await page.GetByLabel("Site of rows that name none").SelectOptionAsync("harbour");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the rows so" }).ClickAsync();
        await page.GetByLabel("“Schalter”").SelectOptionAsync("counter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the rows so" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "18 Nov 2026 09:05" })).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Refused" })).ToContainTextAsync("channel: ");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_fits_a_narrow_screen_and_offends_no_rule_of_access()
    {
        var page = await demo.PageOfAsync(chromium, DemoOrganisation.HarbourManager, width: 360);
        await page.GotoAsync("/imports");
        await page.GetByLabel("CSV file").SetInputFilesAsync(new FilePayload
        {
            Name = "till.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(
                "site|channel|occurred_at|A column with a name that is longer than any screen\n"
                + "harbour|counter|03/04/2026 09:05|yes\nharbour|phone|05/04/2026 09:05|no\n"),
        });
        await page.GetByLabel("Look at its columns first").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).ClickAsync();
        await Expect(page.GetByLabel("Times are written as")).ToContainTextAsync(
            "MM/dd/yyyy HH:mm: 03/04/2026 09:05 is 4 March 2026, 09:05");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Chromium.AssertAccessibleAsync(page);
        await page.Context.CloseAsync();
    }
}
