using System.Diagnostics;
using System.Text.Json.Nodes;
using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Benchmarks.Load;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Benchmarks.Samples;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Imports;

/// <summary>
/// Import of a CSV file (received, read, validated, scored, stored with its ids checked) beside the floor: the same upload split at its
/// commas and put into a table unseen, by binary COPY on PostgreSQL and by a prepared INSERT in one transaction on SQLite.
/// </summary>
internal static class ImportBenchmark
{
    private const int UsualRows = 300_000, QuickRows = 30_000, UsualRounds = 3;

    // Sixty weeks.
    private const int Seconds = 60 * 7 * 24 * 3600;

    private const double ResidentLimit = 150;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var rows = options.Rows ?? (options.Quick ? QuickRows : UsualRows);
        await using var workspace = new Workspace();
        var report = new Report("import", $"""
            POST /api/v1/imports: a CSV file of {rows:N0} rows with 6 to 12 basics each, uploaded, read, validated, scored and stored in one
            transaction. The floor takes the same upload, splits it at the commas and stores it unseen: by binary COPY on PostgreSQL, by a
            prepared INSERT in one transaction on SQLite. {Report.SharedCores}
            Memory is the most that the server held in RAM during an import; every import comes upon the rows of the ones before it.
            """);
        var table = report.Table(
            "", new("store", "store"), new("server", "server"), new("seconds", "seconds", "0.00"), new("rows/s", "rowsPerSecond"),
            new("server CPU µs", "serverCpuMicroseconds", "0.0"),
            new("database CPU µs", "databaseCpuMicroseconds", "0.0"), new("peak MB", "peakMegabytes"));
        foreach (var kind in new[] { StoreKind.Postgres, StoreKind.Sqlite })
        {
            var store = await workspace.NewStoreAsync(kind, "product");
            var product = await workspace.StartProductAsync(store);
            await SampleOrganisation.SetUpAsync(product.Http);
            var floorMode = kind == StoreKind.Postgres ? FloorServer.Raw : FloorServer.SqliteRaw;
            var floor = await workspace.StartFloorAsync(floorMode, await workspace.NewStoreAsync(kind, "floor"));
            var database = kind == StoreKind.Postgres ? workspace.PostgresId : (int?)null;
            var (ours, theirs) = (new List<Import>(), new List<Import>());
            // A small file first, so that everything is compiled.
            for (var round = -1; round < (options.Quick ? 1 : UsualRounds); round++)
            {
                var count = round < 0 ? QuickRows / 3 : rows;
                var file = workspace.FileOf($"{kind}-{round}.csv");
                await WriteFileAsync(file, (round + 1) * rows, count);
                var import = await RunAsync(product, database, "/api/v1/imports?format=csv", "stored", file, count);
                var copy = await RunAsync(floor, database, "/imports", "applicable", file, count);
                File.Delete(file);
                if (round < 0) continue;
                ours.Add(import);
                theirs.Add(copy);
            }

            await using var probe = new StoreProbe(store);
            await probe.ExpectAsync((QuickRows / 3) + ((long)ours.Count * rows));
            var (p, f) = (Add("product", ours), Add("floor", theirs));
            report.Add(Target.AtLeast($"{kind}: rows/s, product ÷ floor", f / p, 0.3));
            report.Add(Target.NoMore($"{kind}: memory of the product", ours.Max(i => i.Peak), ResidentLimit, "MB"));

            double Add(string name, List<Import> imports)
            {
                double Of(Func<Import, double> figure) => imports.Select(figure).Median();
                var seconds = Of(i => i.Seconds);
                table.Add(
                    $"{kind}", name, seconds, rows / seconds, Of(i => i.ServerCpu) / rows,
                    database is null ? null : Of(i => i.DatabaseCpu) / rows, imports.Max(i => i.Peak));
                return seconds;
            }
        }

        return report;
    }

    private static async Task<Import> RunAsync(ServerProcess server, int? database, string path, string count, string file, int rows)
    {
        ProcessTree.ForgetPeak(server.Id);
        var (serverCpu, databaseCpu) = (ProcessTree.CpuTime(server.Id), Database());
        var started = Stopwatch.GetTimestamp();
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new("text/csv");
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (!answer.IsSuccessStatusCode || (long?)JsonNode.Parse(text)![count] != rows)
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {text}");
        return new Import(
            seconds, (ProcessTree.CpuTime(server.Id) - serverCpu).TotalMicroseconds, (Database() - databaseCpu).TotalMicroseconds,
            ProcessTree.PeakMegabytes(server.Id));

        TimeSpan Database() => database is { } id ? ProcessTree.CpuTime(id) : default;
    }

    private static async Task WriteFileAsync(string file, long first, int rows)
    {
        var start = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddSeconds(-Seconds);
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(Sample.CsvHeader);
        for (var number = first; number < first + rows; number++)
            await writer.WriteLineAsync(Sample.Of(number, start, Seconds).ToCsv(number));
    }

    private sealed record Import(double Seconds, double ServerCpu, double DatabaseCpu, double Peak);
}
