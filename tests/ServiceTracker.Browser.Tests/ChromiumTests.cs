using Microsoft.Playwright;

namespace ServiceTracker.Browser.Tests;

/// <summary>A check that cannot fail proves nothing: these hold the fixture itself.</summary>
public sealed class ChromiumTests(Chromium chromium)
{
    private const string WithoutAlternative =
        "data:text/html,<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1><img src=x></main></html>";

    private const string WithAlternative =
        "data:text/html,<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1><img src=x alt=Harbour></main></html>";

    [Fact]
    public async Task A_picture_without_alternative_text_is_reported()
    {
        var page = await chromium.NewPageAsync();
        await page.GotoAsync(WithoutAlternative);
        Assert.Contains("critical image-alt: ", await Chromium.ViolationsAsync(page), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_without_faults_passes()
    {
        var page = await chromium.NewPageAsync();
        await page.GotoAsync(WithAlternative);
        await Chromium.AssertAccessibleAsync(page);
        await Chromium.ScreenshotAsync(page, "page-without-faults");
        await page.Context.CloseAsync();
    }

    [Theory, InlineData(ColorScheme.Light, 1280), InlineData(ColorScheme.Dark, 390)]
    public async Task A_page_has_the_width_and_colours_asked_for(ColorScheme colours, int width)
    {
        var page = await chromium.NewPageAsync(width: width, colours: colours);
        await page.GotoAsync(WithAlternative);
        Assert.Equal(width, await page.EvaluateAsync<int>("innerWidth"));
        Assert.Equal(colours == ColorScheme.Dark, await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        await page.Context.CloseAsync();
    }
}
