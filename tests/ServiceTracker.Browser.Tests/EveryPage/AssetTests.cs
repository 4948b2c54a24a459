using System.IO.Compression;
using System.Net;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Checks;
using ServiceTracker.Browser.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.EveryPage;

/// <summary>Styles, scripts and pictures arrive whole, whichever compression the browser knows.</summary>
public sealed class AssetTests(Chromium chromium, DemoApp demo)
{
    private const int MostScriptBytes = 10 * 1024;

    [Fact]
    public async Task Every_linked_asset_arrives_whole_in_every_encoding()
    {
        var assets = await AssetsAsync("/sign-in", "/log", "/overview", "/consistency", "/interactions");
        Assert.Contains(assets, a => a.Contains("log", StringComparison.Ordinal) && a.EndsWith(".css", StringComparison.Ordinal));
        Assert.Contains(assets, a => a.Contains("charts", StringComparison.Ordinal));
        foreach (var asset in assets)
        {
            var plain = await FetchAsync(asset, "identity");
            Assert.True(plain.Length > 100, $"{asset}: {plain.Length} bytes");
            foreach (var encoding in new[] { "gzip", "br", "gzip, deflate, br, zstd" })
                Assert.Equal(plain, await FetchAsync(asset, encoding));
        }
    }

    [Theory, InlineData("/log"), InlineData("/overview"), InlineData("/consistency")]
    public async Task The_scripts_of_a_page_are_small(string path)
    {
        var scripts = (await AssetsAsync(path)).Where(a => new Uri(a).AbsolutePath.EndsWith(".js", StringComparison.Ordinal)).ToList();
        Assert.InRange(scripts.Count, 2, 4);
        var bytes = 0L;
        foreach (var script in scripts)
        {
            using var packed = new MemoryStream();
            await using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) await brotli.WriteAsync(
                await FetchAsync(script, "identity"), TestContext.Current.CancellationToken);
            bytes += packed.Length;
        }

        Assert.InRange(bytes, 100, MostScriptBytes);
    }

    private async Task<List<string>> AssetsAsync(params string[] paths)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var page = await demo.PageOfAsync(chromium, DemoOrganisation.Administrator);
            var watch = await PageWatch.OnAsync(page);
            await watch.OpenAsync(path == "/log" ? "/log?site=harbour&person=dvolkov" : path);
            found.UnionWith(watch.Transfers.Where(t => t.Type != "Document").Select(t => t.Url));
            // Chromium does not always fetch the icon; rel=expect names a place in the page itself.
            found.UnionWith(
                await page.EvaluateAsync<string[]>("[...document.querySelectorAll('link[href]:not([rel=expect])')].map(l => l.href)"));
            await page.Context.CloseAsync();
        }

        return [.. found];
    }

    private static async Task<byte[]> FetchAsync(string address, string encoding)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var used = answer.Content.Headers.ContentEncoding.SingleOrDefault();
        Assert.True(used is null || encoding.Contains(used, StringComparison.Ordinal), $"{address}: {used}, asked for {encoding}");
        await using Stream plain = used switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var bytes = new MemoryStream();
        await plain.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }
}
