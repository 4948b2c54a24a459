using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Benchmarks.Load;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Benchmarks.Samples;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Interactions;

/// <summary>A hundred interactions a request beside a floor that puts them into a table with one statement.</summary>
internal static class BatchBenchmark
{
    private const int InABatch = 100, DifferentBodies = 200;

    private const string Product = "product", PathOfProduct = "/api/v1/interactions/batch", PathOfFloor = "/interactions/batch";

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var report = new Report("batch", $"""
            POST {PathOfProduct}: {InABatch} interactions of 6 to 12 basics a request, each answered on its own. The floor takes the same
            bodies, puts the rows into one table with one statement, and answers with their number. {Report.SharedCores}
            Processor time is a request's; the product's includes the rollups, up to date after every turn. {Contest.Others}
            """);
        var table = report.Table("", Contest.Columns);
        await using var workspace = new Workspace();
        var store = await workspace.NewStoreAsync(StoreKind.Postgres, "product");
        var server = await workspace.StartProductAsync(store);
        await SampleOrganisation.SetUpAsync(server.Http);
        await using var probe = new StoreProbe(store);
        var product = new Contestant(Product, server, Requests(PathOfProduct, server.Token), probe.SettleAsync);
        var floor = new Contestant(
            FloorServer.Batching, await workspace.StartFloorAsync(
                FloorServer.Batching, await workspace.NewStoreAsync(StoreKind.Postgres, "floor")), Requests(PathOfFloor, null));
        int[] connections = [1, 8, 32];
        var figures = await new Contest("PostgreSQL", workspace.PostgresId, product, floor).RunAsync(options, connections, table);
        await probe.ExpectAsync(InABatch * product.Answered);
        foreach (var count in connections)
            report.Add(Target.AtLeast(
                $"PostgreSQL, {count} connections: requests/s, product ÷ floor",
                figures[(Product, count)].Rate / figures[(FloorServer.Batching, count)].Rate, 0.7));
        return report;
    }

    private static byte[][] Requests(string path, string? token) =>
        LoadGenerator.Posts(path, token, RecentSamples.Batches(InABatch, DifferentBodies));
}
