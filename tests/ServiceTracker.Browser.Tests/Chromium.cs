using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using ServiceTracker.Browser.Tests;
using ServiceTracker.Tests.Databases;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace ServiceTracker.Browser.Tests;

/// <summary>
/// One Chromium for the run: the program CHROMIUM_PATH names, else an installed Chromium or Chrome. Every context has
/// its own cookies. A missing browser fails the tests and says what to install.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // The pages have no frames, so axe runs in the page itself: ten times as fast as the package's own way, which opens a page for each
    // run.
    private const string RunAxe = """
        async contrastOnly => {
          const options = { resultTypes: ['violations'], ...(contrastOnly ? { runOnly: ['color-contrast'] } : {}) };
          return (await axe.run(document, options)).violations
            .map(v => `${v.impact} ${v.id}: ${v.help}\n` + v.nodes.map(n => `  ${n.target}  ${n.html}\n`).join('')).join('');
        }
        """;

    private static readonly Lazy<string> Axe = new(() => new BundledAxeScriptProvider().GetScript());

    private IPlaywright? playwright;
    private IBrowser? browser;

    private IBrowser Browser => browser ?? throw new InvalidOperationException("Chromium has not been started.");

    public async ValueTask InitializeAsync()
    {
        var program = FindProgram();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments, Headless = true });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A browser profile of its own. Paths given to GotoAsync are relative to the base address.</summary>
    /// <param name="baseAddress">Where the program listens.</param>
    /// <param name="width">Of the window, pixels.</param>
    /// <param name="height">Of the window, pixels.</param>
    /// <param name="colours">What the device prefers.</param>
    /// <param name="script">False: the browser runs no script.</param>
    /// <param name="cookies">Of an earlier profile, as <c>StorageStateAsync</c> gave them.</param>
    public Task<IBrowserContext> NewContextAsync(
        string? baseAddress = null, int width = 1280, int height = 800, ColorScheme colours = ColorScheme.Light, bool script = true,
        string? cookies = null) =>
        Browser.NewContextAsync(new()
        {
            BaseURL = baseAddress,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = colours,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = script,
            StorageState = cookies,
        });

    /// <summary>A browser of its own whose profile stays in a folder, to be started again on it.</summary>
    /// <param name="folder">Of the profile.</param>
    /// <param name="baseAddress">Where the program listens.</param>
    public Task<IBrowserContext> NewProfileAsync(string folder, string baseAddress) =>
        (playwright ?? throw new InvalidOperationException("Chromium has not been started.")).Chromium.LaunchPersistentContextAsync(
            folder, new()
            {
                ExecutablePath = FindProgram(),
                Args = Arguments,
                Headless = true,
                BaseURL = baseAddress,
                ViewportSize = new() { Width = 360, Height = 568 },
                ReducedMotion = ReducedMotion.Reduce,
            });

    /// <summary>Ends a browser that was started on a profile as a power cut would.</summary>
    /// <param name="folder">Of the profile.</param>
    public static void Kill(string folder)
    {
        foreach (var process in System.Diagnostics.Process.GetProcesses())
        {
            using (process)
            {
                var line = $"/proc/{process.Id}/cmdline";
                if (process.ProcessName.Contains("chrom", StringComparison.OrdinalIgnoreCase) && File.Exists(line)
                    && File.ReadAllText(line).Contains(folder, StringComparison.Ordinal)) process.Kill();
            }
        }
    }

    /// <summary>A page in a profile of its own; closing the page's context ends both.</summary>
    public async Task<IPage> NewPageAsync(
        string? baseAddress = null, int width = 1280, int height = 800, ColorScheme colours = ColorScheme.Light) =>
        await (await NewContextAsync(baseAddress, width, height, colours)).NewPageAsync();

    /// <summary>What axe finds wrong with the page, one paragraph a rule; empty when it finds nothing.</summary>
    /// <param name="page">Stays as it is; axe is loaded into it with the first use.</param>
    /// <param name="contrastOnly">Looks at colours only, for a page that was looked at in other colours before.</param>
    public static async Task<string> ViolationsAsync(IPage page, bool contrastOnly = false)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Axe.Value);
        return await page.EvaluateAsync<string>(RunAxe, contrastOnly);
    }

    /// <summary>Fails with everything axe found. (Assert.Empty would cut the text short.)</summary>
    public static async Task AssertAccessibleAsync(IPage page, bool contrastOnly = false)
    {
        var violations = await ViolationsAsync(page, contrastOnly);
        if (violations.Length == 0) return;
        var seenAs = await page.EvaluateAsync<string>(
            "`${innerWidth} px, ${matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'}`");
        Assert.Fail($"{page.Url}\n{seenAs}\n{violations}");
    }

    /// <summary>Saves the page as NAME.png in the folder SCREENSHOT_DIR names; does nothing when it is not set.</summary>
    /// <param name="page">What to show.</param>
    /// <param name="name">Name of the file without its ending.</param>
    /// <param name="whole">False: only what is on the screen.</param>
    public static async Task ScreenshotAsync(IPage page, string name, bool whole = true)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (Environment.GetEnvironmentVariable("SCREENSHOT_DIR") is { Length: > 0 } folder)
            await page.ScreenshotAsync(
                new() { Path = Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".png"), FullPage = whole });
    }

    private static string FindProgram()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given)
        {
            return File.Exists(given)
                ? given
                : throw new InvalidOperationException($"CHROMIUM_PATH names {given}, and there is no such file.");
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names
            .SelectMany(name => folders.Append("/usr/bin").Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "No browser for the tests: install the apt package chromium, or set CHROMIUM_PATH to a Chromium or Chrome.");
    }
}
