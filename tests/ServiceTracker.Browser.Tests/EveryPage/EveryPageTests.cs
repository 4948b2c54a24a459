using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Checks;
using ServiceTracker.Browser.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.EveryPage;

/// <summary>What holds for every page of the program, whoever looks at it.</summary>
public sealed class EveryPageTests(Chromium chromium, DemoApp demo)
{
    private static readonly int[] Widths = [360, 820, 1440];

    [Fact]
    public async Task Every_page_of_the_program_is_in_the_list()
    {
        var app = await demo.StartedAsync();
        var routes = app.Server.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items
            .OfType<PageActionDescriptor>().Select(p => p.AttributeRouteInfo!.Template!).Distinct();
        Assert.Equal(routes.Order(StringComparer.Ordinal), Places.Routes.Concat(Places.Elsewhere).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Places.Names), MemberType = typeof(Places))]
    public async Task A_page_is_accessible_fits_and_is_quiet(string name)
    {
        var place = Places.Find(name);
        var page = await place.PageAsync(demo, chromium, Widths[0]);
        var watch = await PageWatch.OnAsync(page);
        await watch.OpenAsync(await place.PathAsync(demo), place.Status);
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = colours });
                await AssertFitsAsync(page, width);
                await Chromium.AssertAccessibleAsync(page, contrastOnly: colours == ColorScheme.Dark);
            }
        }

        // What is folded has to fit and to be readable as well.
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { d.open = true; })");
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            await AssertFitsAsync(page, width);
        }

        await Chromium.AssertAccessibleAsync(page);
        await watch.AssertQuietAsync();
        await page.Context.CloseAsync();
    }

    private static async Task AssertFitsAsync(IPage page, int width)
    {
        // A card keeps to its corners what is in it: what is wider there and cannot be scrolled to is lost.
        var cut = await page.EvaluateAsync<string>(
            """
            [...document.querySelectorAll('main .card')]
              .filter(e => e.scrollWidth > e.clientWidth + 1 && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX))
              .map(e => `${e.className}: ${e.scrollWidth} of ${e.clientWidth}`).join('\n')
            """);
        Assert.True(cut.Length == 0, $"{page.Url} at {width} pixels cuts off\n{cut}");
        var needed = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (needed <= width) return;
        var wide = await page.EvaluateAsync<string>(
            "width => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > width + 1).slice(0, " +
            "8).map(e => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right)).join('\\n')", width);
        Assert.Fail($"{page.Url} needs {needed} of {width} pixels:\n{wide}");
    }
}
