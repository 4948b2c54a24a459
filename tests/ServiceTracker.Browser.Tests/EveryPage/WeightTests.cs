using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Checks;
using ServiceTracker.Browser.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.EveryPage;

/// <summary>What a page costs whoever waits for it on a slow line.</summary>
public sealed class WeightTests(Chromium chromium, DemoApp demo)
{
    [Theory, MemberData(nameof(Places.Names), MemberType = typeof(Places))]
    public async Task A_page_is_light_and_does_not_jump(string name)
    {
        var place = Places.Find(name);
        var page = await place.PageAsync(demo, chromium, 1440);
        var watch = await PageWatch.OnAsync(page);
        await watch.OpenAsync(await place.PathAsync(demo), place.Status);

        var all = string.Join('\n', watch.Transfers);
        Assert.True(watch.Transfers.Count <= 6, $"More than 6 requests:\n{all}");
        var bytes = watch.Transfers.Sum(t => t.Bytes);
        Assert.True(bytes <= place.MostBytes, $"{bytes:0} bytes, at most {place.MostBytes}:\n{all}");
        Assert.InRange(await watch.LayoutShiftAsync(), 0, 0.02);

        await page.SetViewportSizeAsync(360, 740);
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.InRange(await watch.LayoutShiftAsync(), 0, 0.02);
        await page.Context.CloseAsync();
    }
}
