using System.Diagnostics;
using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Benchmarks.History;
using ServiceTracker.Benchmarks.Load;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Reports;

/// <summary>The interactions of a big week as CSV, beside the same rows passed through from COPY as the database writes them.</summary>
internal static class ExportBenchmark
{
    private const int Sites = 10, UsualRounds = 3;

    private const double ResidentLimit = 120;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var shape = new HistoryShape(Sites, 1, (options.Rows ?? (options.Quick ? 50_000 : 1_000_000)) / Sites);
        var week = HistoryShape.LastWeek;
        var report = new Report("export", $"""
            GET /api/v1/reports/weekly/{week}/interactions.csv: {shape.Interactions:N0} interactions of one week at {Sites} sites, sorted,
            with names for ids and a column for every basic. The floor passes on what COPY (SELECT * …) TO STDOUT gives for the same rows,
            unsorted. {Report.SharedCores}
            Memory is the most that the server held in RAM during an export.
            """);
        var table = report.Table(
            "", new("server", "server"), new("seconds", "seconds", "0.00"), new("rows/s", "rowsPerSecond"), new("MB", "megabytes", "0.0"),
            new("server CPU µs a row", "serverCpuMicroseconds", "0.00"),
            new("database CPU µs a row", "databaseCpuMicroseconds", "0.00"), new("peak MB", "peakMegabytes"));
        await using var workspace = new Workspace();
        var store = await workspace.NewStoreAsync(StoreKind.Postgres, "product");
        var product = await workspace.StartProductAsync(store);
        await new GeneratedHistory(store, shape).FillAsync(product);
        var floor = await workspace.StartFloorAsync(FloorServer.Copy, store);
        var (ours, theirs) = (new List<Export>(), new List<Export>());
        // A first time for everything to be compiled and cached.
        for (var round = -1; round < (options.Quick ? 1 : UsualRounds); round++)
        {
            var export = await DownloadAsync(workspace, product, $"/api/v1/reports/weekly/{week}/interactions.csv");
            var copy = await DownloadAsync(
                workspace, floor, $"{FloorServer.CopyPath}?from={week.Monday:yyyy-MM-dd}&to={week.Sunday:yyyy-MM-dd}");
            if (export.Lines != shape.Interactions + 1 || copy.Lines != shape.Interactions)
                throw new InvalidOperationException($"{export.Lines} and {copy.Lines} lines of {shape.Interactions} rows.");
            if (round < 0) continue;
            ours.Add(export);
            theirs.Add(copy);
        }

        var (p, f) = (Add("product", ours), Add("copy", theirs));
        report.Add(Target.AtLeast("rows/s, product ÷ COPY passed through", f / p, 0.6));
        report.Add(Target.NoMore("memory of the product", ours.Max(e => e.Peak), ResidentLimit, "MB"));
        return report;

        double Add(string name, List<Export> exports)
        {
            double Of(Func<Export, double> figure) => exports.Select(figure).Median();
            var seconds = Of(e => e.Seconds);
            table.Add(
                name, seconds, shape.Interactions / seconds, exports[0].Bytes / 1e6, Of(e => e.ServerCpu) / shape.Interactions,
                Of(e => e.DatabaseCpu) / shape.Interactions, exports.Max(e => e.Peak));
            return seconds;
        }
    }

    private static async Task<Export> DownloadAsync(Workspace workspace, ServerProcess server, string path)
    {
        ProcessTree.ForgetPeak(server.Id);
        var (serverCpu, databaseCpu) = (ProcessTree.CpuTime(server.Id), ProcessTree.CpuTime(workspace.PostgresId));
        var started = Stopwatch.GetTimestamp();
        using var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        var (bytes, lines) = (0L, 0L);
        while (await stream.ReadAsync(buffer) is var n and > 0)
        {
            bytes += n;
            lines += buffer.AsSpan(0, n).Count((byte)'\n');
        }

        return new Export(
            Stopwatch.GetElapsedTime(started).TotalSeconds, bytes, lines, (ProcessTree.CpuTime(server.Id) - serverCpu).TotalMicroseconds,
            (ProcessTree.CpuTime(workspace.PostgresId) - databaseCpu).TotalMicroseconds, ProcessTree.PeakMegabytes(server.Id));
    }

    private sealed record Export(double Seconds, long Bytes, long Lines, double ServerCpu, double DatabaseCpu, double Peak);
}
