using System.Diagnostics;
using ServiceTracker.Benchmarks.Processes;

namespace ServiceTracker.Benchmarks.Detection.Stored;

/// <summary>A file that is taken in until its flags stand.</summary>
internal static class StoredImport
{
    /// <summary>Uploads a file and waits until nothing of it waits for rollups, detectors or rounds.</summary>
    /// <returns>Seconds until it was stored, and until all is up to date.</returns>
    /// <exception cref="InvalidOperationException">It is refused.</exception>
    public static async Task<(double Stored, double UpToDate)> RunAsync(ServerProcess product, StoreProbe probe, string file)
    {
        ProcessTree.ForgetPeak(product.Id);
        var started = Stopwatch.GetTimestamp();
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new("text/csv");
        using var answer = await product.Http.PostAsync(new Uri("/api/v1/imports?format=csv", UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        var stored = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await probe.SettleAsync();
        await probe.WatchedAsync();
        return (stored, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
