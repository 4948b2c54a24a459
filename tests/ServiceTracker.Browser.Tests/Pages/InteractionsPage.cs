using Microsoft.Playwright;

namespace ServiceTracker.Browser.Tests.Pages;

/// <summary>Drives /interactions.</summary>
public sealed class InteractionsPage(IPage page)
{
    public ILocator Rows => page.Locator("table.data tbody tr");

    /// <summary>How many interactions a link leads to, over all its pages.</summary>
    public async Task<int> CountAsync(string address)
    {
        await page.GotoAsync(address);
        var count = await Rows.CountAsync();
        var next = page.Locator("a[rel=next]");
        while (await next.CountAsync() > 0)
        {
            await page.GotoAsync((await next.GetAttributeAsync("href"))!);
            count += await Rows.CountAsync();
        }

        return count;
    }
}
