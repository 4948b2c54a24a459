using Npgsql;
using ServiceTracker.Benchmarks.Load;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Benchmarks.Samples;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Consistency;

/// <summary>What the rollups cost while interactions come in, how far they lag behind, and whether they are right.</summary>
internal static class RollupBenchmark
{
    private const string With = "with rollups", Without = "without", Path = "/api/v1/interactions/batch";

    private const int InABatch = 20, DifferentBodies = 1_000, Connections = 32;

    // The floor is the product itself on a store that throws the queue's rows away as they come: the worker finds nothing to do.
    private const string ThrowAway = "CREATE RULE throw_away AS ON INSERT TO rollup_queue DO INSTEAD NOTHING";

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var report = new Report("rollup", $"""
            POST {Path}: {InABatch} interactions a request over {Connections} connections, into the product with all its rollups and into
            the same product on a store that throws away what is queued for them. The lag is the time from the last answer of a turn until
            the queue is empty; processor time includes it. {Report.SharedCores}
            {Contest.Others}
            """);
        var table = report.Table("", Contest.Columns);
        await using var workspace = new Workspace();
        var (store, bare) = (
            await workspace.NewStoreAsync(StoreKind.Postgres, "with"), await workspace.NewStoreAsync(StoreKind.Postgres, "without"));
        await using var probe = new StoreProbe(store);
        var lags = new List<double>();
        var with = await StartAsync(With, store, async () => lags.Add((await probe.SettleAsync()).TotalSeconds));
        var without = await StartAsync(Without, bare, null);
        await using (var source = NpgsqlDataSource.Create(bare.ConnectionString))
        await using (var command = source.CreateCommand(ThrowAway))
        {
            await command.ExecuteNonQueryAsync();
        }

        var figures = await new Contest("PostgreSQL", workspace.PostgresId, with, without).RunAsync(options, [Connections], table);
        await probe.ExpectAsync(InABatch * with.Answered);
        report.Add(Target.AtLeast(
            "requests/s, with rollups ÷ without", figures[(With, Connections)].Rate / figures[(Without, Connections)].Rate, 0.65));
        report.Add(Target.NoMore("longest lag of the rollups", lags.Max(), 2, "s"));
        report.Add(Target.NoMore("lines that differ from a recount", await ProductCommand.DifferentLinesAsync(store), 0, "lines"));
        return report;

        async Task<Contestant> StartAsync(string name, StoreSettings on, Func<Task>? settle)
        {
            var server = await workspace.StartProductAsync(on);
            await SampleOrganisation.SetUpAsync(server.Http);
            return new Contestant(
                name, server, LoadGenerator.Posts(Path, server.Token, RecentSamples.Batches(InABatch, DifferentBodies)), settle);
        }
    }
}
