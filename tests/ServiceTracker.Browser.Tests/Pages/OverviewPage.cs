using Microsoft.Playwright;

namespace ServiceTracker.Browser.Tests.Pages;

/// <summary>Reads /overview.</summary>
public sealed class OverviewPage(IPage page)
{
    public IPage Page => page;

    /// <summary>The sentence of an answer.</summary>
    /// <param name="answer">where, who or changed.</param>
    public ILocator Answer(string answer) => page.Locator($"#{answer} .big");

    /// <summary>How sure the first answer is.</summary>
    public ILocator HowSure => page.Locator("#where .sure");

    /// <summary>The flags that need somebody.</summary>
    public ILocator Flags => page.Locator(".needs li");

    public Task OpenAsync(string query = "") => page.GotoAsync("/overview" + query);
}
