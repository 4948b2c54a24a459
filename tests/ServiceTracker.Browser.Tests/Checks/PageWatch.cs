using System.Text.Json;
using Microsoft.Playwright;

namespace ServiceTracker.Browser.Tests.Checks;

/// <summary>Listens to a page from before its first load: what the console says, what comes over the wire, and how much the layout
/// jumps.</summary>
public sealed class PageWatch
{
    // A layout shift counts unless somebody just clicked or typed.
    private const string CollectShifts = """
        window.layoutShift = 0;
        new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.layoutShift += e.value; })
          .observe({ type: 'layout-shift', buffered: true });
        window.violations = [];
        document.addEventListener('securitypolicyviolation', e =>
          window.violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
        """;

    private readonly IPage page;
    private readonly Dictionary<string, Transfer> transfers = [];
    private readonly List<string> complaints = [];

    private PageWatch(IPage page) => this.page = page;

    /// <summary>Everything that was loaded, in the order of asking.</summary>
    public IReadOnlyCollection<Transfer> Transfers => transfers.Values;

    /// <summary>One thing that came over the wire.</summary>
    public sealed class Transfer(string url, string type)
    {
        public string Url { get; } = url;

        /// <summary>Document, Stylesheet, Script, Image and so on.</summary>
        public string Type { get; } = type;

        /// <summary>Bytes over the wire, headers included.</summary>
        public double Bytes { get; internal set; }

        public override string ToString() => $"{Type} {Url} {Bytes:0}";
    }

    /// <summary>Begins to listen.</summary>
    public static async Task<PageWatch> OnAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var watch = new PageWatch(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") watch.complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => watch.complaints.Add($"exception: {error}");
        await page.AddInitScriptAsync(CollectShifts);
        var wire = await page.Context.NewCDPSessionAsync(page);
        await wire.SendAsync("Network.enable");
        wire.Event("Network.requestWillBeSent").OnEvent += (_, e) => watch.Asked(e);
        wire.Event("Network.loadingFinished").OnEvent += (_, e) => watch.Came(e);
        return watch;
    }

    /// <summary>Opens a page and waits until nothing more is loaded. A page that answers with an error status on purpose may.</summary>
    public async Task OpenAsync(string path, int status = 200)
    {
        var answer = await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.Equal(status, answer!.Status);
        // What reads charts is asked for once the page stands, which on a busy machine is after a while without any loading.
        if (await page.Locator(".chart .plot").CountAsync() > 0)
            await page.Locator(".tip").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        // Chromium itself writes an error status of the page into the console.
        if (status >= 400)
            complaints.RemoveAll(c => c.Contains($"the server responded with a status of {status}", StringComparison.Ordinal));
    }

    /// <summary>Fails if the browser complained about anything.</summary>
    public async Task AssertQuietAsync()
    {
        var violations = await page.EvaluateAsync<string[]>("window.violations");
        if (complaints.Count + violations.Length > 0) Assert.Fail($"{page.Url}\n{string.Join('\n', complaints.Concat(violations))}");
    }

    /// <summary>How much the layout jumped since the page began to load.</summary>
    public Task<double> LayoutShiftAsync() => page.EvaluateAsync<double>("window.layoutShift");

    private void Asked(JsonElement? e)
    {
        var request = e!.Value;
        var url = request.GetProperty("request").GetProperty("url").GetString()!;
        if (url.StartsWith("http", StringComparison.Ordinal))
            transfers.TryAdd(request.GetProperty("requestId").GetString()!, new Transfer(url, request.GetProperty("type").GetString()!));
    }

    private void Came(JsonElement? e)
    {
        if (transfers.TryGetValue(e!.Value.GetProperty("requestId").GetString()!, out var transfer))
            transfer.Bytes = e.Value.GetProperty("encodedDataLength").GetDouble();
    }
}
