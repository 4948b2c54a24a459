using System.Text.Json.Nodes;
using Npgsql;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>Says by name whether the tests of PostgreSQL ran on a cluster, and that they did so on spread tables.</summary>
public sealed class CitusTests(PostgresCluster postgres)
{
    public static TheoryData<string> What =>
        [CitusCluster.Coordinator is null
            ? "nothing ran on Citus: TEST_CITUS names no coordinator" : "every test of PostgreSQL ran on the cluster of TEST_CITUS"];

    [Theory, MemberData(nameof(What))]
    public async Task The_tests_of_the_store(string what)
    {
        await using var app = await TestApp.NewAsync(Store.Postgres, postgres);
        var organisation = await SetUpAsync(app);
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var spread = source.CreateCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'pg_dist_partition' AND relkind = 'r')");
        var isSpread = await spread.ExecuteScalarAsync(TestContext.Current.CancellationToken) is true;
        Assert.Equal(CitusCluster.Coordinator is not null, isSpread);
        Assert.Equal(isSpread, what.StartsWith("every", StringComparison.Ordinal));
        if (!isSpread) return;

        Assert.NotEmpty(await CitusCluster.WorkersAsync());
        var body = new JsonArray([.. Enumerable.Range(0, 200).Select(_ => (JsonNode)Entry())]);
        var items = (await organisation.Admin.PostAsync("interactions/batch", body)).Is(200)["items"]!.AsArray();
        Assert.All(items, i => Assert.Equal(201, (int)i!["status"]!));
        await using var explain = source.CreateCommand("EXPLAIN SELECT id FROM interaction WHERE site_id = 1");
        await using var lines = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = new List<string>();
        while (await lines.ReadAsync(TestContext.Current.CancellationToken)) plan.Add(lines.GetString(0).Trim());
        Assert.Contains("Task Count: 1", plan);
    }
}
