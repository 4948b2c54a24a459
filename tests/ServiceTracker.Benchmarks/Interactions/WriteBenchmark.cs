using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Benchmarks.Load;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Benchmarks.Samples;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Interactions;

/// <summary>
/// One interaction a request, with real authorization, validation and scoring, beside one prepared INSERT a request and beside a floor that
/// stores together what arrives together.
/// </summary>
internal static class WriteBenchmark
{
    private const string Product = "product", PathOfProduct = "/api/v1/interactions", PathOfFloor = "/interactions";

    // The same for every server. More than any of them keeps in its caches by chance, few enough to be made in a moment.
    private static readonly string[] Bodies = [.. Enumerable.Range(0, 20_000).Select(i => RecentSamples.Of(i).ToJson())];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var report = new Report("write", $"""
            POST {PathOfProduct}: an interaction of 6 to 12 basics a request, a note on every fourth. The floors take the same bodies and
            put one row into one table: “raw” one prepared INSERT a request, “batch” what waits in one statement. {Report.SharedCores}
            Processor time is a request's; the product's includes the rollups, up to date after every turn. {Contest.Others}
            """);
        var table = report.Table("", Contest.Columns);
        await using var workspace = new Workspace();
        await OnPostgresAsync(workspace, options, report, table);
        await OnSqliteAsync(workspace, options, report, table);
        return report;
    }

    private static async Task OnPostgresAsync(Workspace workspace, BenchmarkOptions options, Report report, FigureTable table)
    {
        var store = await workspace.NewStoreAsync(StoreKind.Postgres, "product");
        await using var probe = new StoreProbe(store);
        var product = await StartProductAsync(workspace, store, probe);
        var floors = await workspace.NewStoreAsync(StoreKind.Postgres, "floor");
        var raw = await StartFloorAsync(workspace, FloorServer.Raw, floors);
        var batching = await StartFloorAsync(workspace, FloorServer.Batching, floors);
        var figures = await new Contest("PostgreSQL", workspace.PostgresId, product, raw, batching).RunAsync(options, [1, 32, 128], table);
        await probe.ExpectAsync(product.Answered);
        foreach (var (connections, wanted) in new[] { (128, 2.0), (32, 1.2), (1, 0.8) })
        {
            var (ours, theirs) = (figures[(Product, connections)], figures[(FloorServer.Raw, connections)]);
            report.Add(Target.AtLeast(
                $"PostgreSQL, {connections} connections: requests/s, product ÷ raw", ours.Rate / theirs.Rate, wanted));
            report.Add(Target.NoMore($"PostgreSQL, {connections} connections: p99, product ÷ raw", ours.P99 / theirs.P99, 1));
        }

        // At one connection there is nothing to share a commit with; the target is that of a server under load.
        foreach (var connections in new[] { 128, 32 })
            report.Add(Target.NoMore(
                $"PostgreSQL, {connections} connections: CPU a request, product ÷ raw",
                figures[(Product, connections)].Cpu / figures[(FloorServer.Raw, connections)].Cpu, 0.6));
    }

    private static async Task OnSqliteAsync(Workspace workspace, BenchmarkOptions options, Report report, FigureTable table)
    {
        var store = await workspace.NewStoreAsync(StoreKind.Sqlite, "product");
        await using var probe = new StoreProbe(store);
        var product = await StartProductAsync(workspace, store, probe);
        var raw = await StartFloorAsync(workspace, FloorServer.SqliteRaw, await workspace.NewStoreAsync(StoreKind.Sqlite, "floor-raw"));
        var batching = await StartFloorAsync(
            workspace, FloorServer.SqliteBatching, await workspace.NewStoreAsync(StoreKind.Sqlite, "floor-batch"));
        int[] connections = options.Quick ? [32] : [1, 32, 128];
        var figures = await new Contest("SQLite", null, product, raw, batching).RunAsync(options, connections, table);
        await probe.ExpectAsync(product.Answered);
        foreach (var count in connections.Where(c => c >= 32))
            report.Add(Target.AtLeast(
                $"SQLite, {count} connections: requests/s, product ÷ raw",
                figures[(Product, count)].Rate / figures[(FloorServer.SqliteRaw, count)].Rate, 2.5));
    }

    private static async Task<Contestant> StartProductAsync(Workspace workspace, StoreSettings store, StoreProbe probe)
    {
        var server = await workspace.StartProductAsync(store);
        await SampleOrganisation.SetUpAsync(server.Http);
        return new Contestant(Product, server, Requests(PathOfProduct, server.Token), probe.SettleAsync);
    }

    private static async Task<Contestant> StartFloorAsync(Workspace workspace, string mode, StoreSettings store) =>
        new(mode, await workspace.StartFloorAsync(mode, store), Requests(PathOfFloor, null));

    private static byte[][] Requests(string path, string? token) => LoadGenerator.Posts(path, token, Bodies);
}
