using Microsoft.Playwright;

namespace ServiceTracker.Browser.Tests.Pages;

/// <summary>Reads /consistency.</summary>
public sealed class ConsistencyPage(IPage page)
{
    public IPage Page => page;

    /// <summary>The lines of all tables of units: channels, people, and both.</summary>
    public ILocator Lines => page.Locator("table.units:not(.basics) tbody tr");

    /// <summary>The lines of basics.</summary>
    public ILocator Basics => page.Locator("table.basics tbody tr");

    /// <summary>The lines of people on all their channels together.</summary>
    public ILocator People => page.Locator("section[aria-labelledby=h-person] details:not(#pairs) table.units tbody tr");

    public Task OpenAsync(string query = "") => page.GotoAsync("/consistency" + query);

    /// <summary>The line of a channel or person.</summary>
    public ILocator Line(string name) =>
        Lines.Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = name, Exact = true, IncludeHidden = true }) }).First;

    /// <summary>The cell under a column's heading; also of a line that is folded away.</summary>
    public static async Task<ILocator> CellAsync(ILocator line, string column)
    {
        ArgumentNullException.ThrowIfNull(line);
        var headings = await line.Locator("xpath=ancestor::table").Locator("thead th").AllTextContentsAsync();
        Assert.Contains(column, headings);
        return line.Locator("th, td").Nth(headings.ToList().IndexOf(column));
    }

    /// <summary>The number in the column Scored and where its line leads.</summary>
    public static async Task<(int Number, string Href)> ScoredAsync(ILocator line) => (
        int.Parse(await (await CellAsync(line, "Scored")).TextContentAsync() ?? ""),
        (await line.Locator("a").GetAttributeAsync("href"))!);
}
