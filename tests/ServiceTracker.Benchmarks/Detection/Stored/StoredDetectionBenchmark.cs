using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Detection.Stored;

/// <summary>
/// Flags on what is stored: how long an import takes until rollups and flags are up to date, and how long after its acknowledgement the
/// interaction that completes a flag has raised it, while a thousand come in a second.
/// </summary>
internal static class StoredDetectionBenchmark
{
    private const int UsualRows = 300_000, QuickRows = 30_000, PerSecond = 1_000, InABatch = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25), CatchUp = TimeSpan.FromSeconds(20);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var rows = options.Rows ?? (options.Quick ? QuickRows : UsualRows);
        var report = new Report("detection --stored", $"""
            A file of {rows:N0} interactions of {StoredSamples.Sites * StoredSamples.PeopleAtSite:N0} people at {StoredSamples.Sites} sites
            in {StoredSamples.Weeks} weeks, from the upload until nothing waits for rollups or flags; and then {PerSecond:N0} interactions a
            second in batches of {InABatch}, in which one person of each site begins to miss one basic every time: from the instant at
            which the server took the interaction that completes a flag until the flag can be read. {Report.SharedCores}
            Where others use the machine as well, processor time tells more than the clock.
            """);
        var imports = report.Table(
            "", new("store", "store"), new("stored after s", "storedSeconds", "0.0"), new("up to date after s", "upToDateSeconds", "0.0"),
            new("server CPU s", "serverCpuSeconds", "0.0"), new("database CPU s", "databaseCpuSeconds", "0.0"), new("flags", "flags"),
            new("peak MB", "peakMegabytes"));
        var delays = report.Table(
            "", new("store", "store"), new("interactions/s", "perSecond"), new("flags", "flags"), new("median s", "medianSeconds", "0.0"),
            new("95 % s", "p95Seconds", "0.0"), new("slowest s", "slowestSeconds", "0.0"), new("server CPU", "serverCpuShare", "0 %"),
            new("peak MB", "peakMegabytes"));
        await using var workspace = new Workspace();
        foreach (var kind in new[] { StoreKind.Postgres, StoreKind.Sqlite })
        {
            var store = await workspace.NewStoreAsync(kind, "product");
            var product = await workspace.StartProductAsync(store);
            await StoredSamples.SetUpAsync(product.Http);
            await using var probe = new StoreProbe(store);
            var database = kind == StoreKind.Postgres ? workspace.PostgresId : (int?)null;
            var (cpu, ofDatabase) = (ProcessTree.CpuTime(product.Id), Database());
            var file = workspace.FileOf("stored.csv");
            await StoredSamples.WriteFileAsync(file, rows);
            var (stored, upToDate) = await StoredImport.RunAsync(product, probe, file);
            imports.Add(
                $"{kind}", stored, upToDate, (ProcessTree.CpuTime(product.Id) - cpu).TotalSeconds,
                database is null ? null : (Database() - ofDatabase).TotalSeconds,
                (await probe.FlagsAsync(after: DateTime.MinValue)).Count, ProcessTree.PeakMegabytes(product.Id));
            report.Add(Target.NoMore($"{kind}: s until {rows:N0} imported rows are up to date", upToDate, 60.0 * rows / UsualRows, "s"));
            ProcessTree.ForgetPeak(product.Id);
            (cpu, var started) = (ProcessTree.CpuTime(product.Id), Stopwatch.GetTimestamp());
            var (rate, found) = await DelaysAsync(product, probe, TimeSpan.FromSeconds(options.Quick ? 20 : 60));
            found.Sort();
            double At(double share) => found.Count == 0 ? double.NaN : found[(int)(share * (found.Count - 1))];
            delays.Add(
                $"{kind}", rate, found.Count, At(0.5), At(0.95), At(1),
                (ProcessTree.CpuTime(product.Id) - cpu).TotalSeconds / Stopwatch.GetElapsedTime(started).TotalSeconds,
                ProcessTree.PeakMegabytes(product.Id));
            report.Add(Target.NoMore($"{kind}: s from an interaction to its flag, 95 %", At(0.95), 5, "s"));

            TimeSpan Database() => database is { } id ? ProcessTree.CpuTime(id) : default;
        }

        return report;
    }

    private static async Task<(double Rate, List<double> Delays)> DelaysAsync(ServerProcess product, StoreProbe probe, TimeSpan length)
    {
        var begin = TimeProvider.System.GetUtcNow().UtcDateTime;
        var delays = new Dictionary<Guid, double>();
        using var ended = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var now = TimeProvider.System.GetUtcNow().UtcDateTime;
                foreach (var (id, at) in await probe.FlagsAsync(begin)) delays.TryAdd(id, (now - at).TotalSeconds);
                await Task.Delay(Pause);
            }
        });
        var (chance, sent, started) = (new Random(5), 0, Stopwatch.GetTimestamp());
        var posts = new List<Task>();
        for (var due = TimeSpan.Zero; due < length; due += TimeSpan.FromSeconds((double)InABatch / PerSecond))
        {
            var ahead = due - Stopwatch.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead);
            posts.Add(PostAsync(product, StoredSamples.Batch(InABatch, chance)));
            sent += InABatch;
        }

        await Task.WhenAll(posts);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(CatchUp);
        await ended.CancelAsync();
        await watching;
        return (sent / seconds, [.. delays.Values]);
    }

    private static async Task PostAsync(ServerProcess product, string batch)
    {
        using var content = new StringContent(batch, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await product.Http.PostAsync(new Uri("/api/v1/interactions/batch", UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }
}
