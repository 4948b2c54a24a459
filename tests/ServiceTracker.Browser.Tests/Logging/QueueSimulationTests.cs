using System.Diagnostics;
using ServiceTracker.Tests.Structure;

namespace ServiceTracker.Browser.Tests.Logging;

/// <summary>
/// The queue of a device without its network, in days in which storage, network, server and people do everything that goes wrong: 200
/// seeds, ten thousand with <c>TEST_LONG=1</c>. A seed that fails prints the line that replays it.
/// </summary>
public sealed class QueueSimulationTests
{
    private const int Seeds = 200, LongSeeds = 10_000;

    // Of the browser's driver, so that nothing has to be installed for it.
    private static string Node => Path.Combine(AppContext.BaseDirectory, ".playwright", "node", "linux-x64", "node");

    [Fact]
    public async Task Nothing_confirmed_is_lost_doubled_or_attributed_to_somebody_else()
    {
        var seeds = Environment.GetEnvironmentVariable("TEST_LONG") == "1" ? LongSeeds : Seeds;
        var script = Path.Combine(Repository.Folder, "tests", "ServiceTracker.Browser.Tests", "Logging", "queue-simulation.mjs");
        var queue = Path.Combine(Repository.Folder, "src", "ServiceTracker.Web", "wwwroot", "kiosk", "queue.js");
        using var run = Process.Start(new ProcessStartInfo(Node, [script, queue, "1", $"{seeds}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (said, complaints) = (
            run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, await said + await complaints);
        Assert.StartsWith($"{seeds} seeds, ", await said, StringComparison.Ordinal);
    }
}
