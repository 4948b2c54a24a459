using System.Globalization;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>A program with an organisation, that can be ended and started again on the same port and store.</summary>
internal sealed class ServedProgram
{
    private readonly BuiltProgram program;
    private readonly int port = BuiltProgram.FreePort();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private int loads;

    private readonly string token;

    private ServedProgram(BuiltProgram program, string token)
    {
        (this.program, this.token) = (program, token);
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"),
            Timeout = Eventually.Deadline,
        };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Api = new Api(http);
    }

    public Api Api { get; }

    public static async Task<ServedProgram> NewAsync(BuiltProgram program)
    {
        var token = await program.RunAsync(null, "token", "create", "--name", "load", "--role", "admin");
        Assert.Equal(0, token.Status);
        var service = new ServedProgram(program, token.Output.Trim());
        await using var server = await service.StartAsync();
        (await service.Api.PutAsync("channels/counter", new { name = "Counter", kind = "counter" })).Is(201);
        foreach (var site in new[] { "harbour", "mill" })
            (await service.Api.PutAsync($"sites/{site}", new { name = site, zone = "Europe/London" })).Is(201);
        (await service.Api.PostAsync(
            "baselines", new
            {
                name = "Basics",
                effectiveFrom = "2020-01-01",
                targetConsistency = 0.9,
                expectations = StandardExpectations,
            })).Is(201);
        (await service.Api.PostAsync("baselines/1/publish")).Is(200);
        Assert.Equal(0, await server.TerminateAsync());
        return service;
    }

    /// <summary>The same organisation, in a copy that another program serves.</summary>
    public ServedProgram In(BuiltProgram other) => new(other, token);

    public async Task<RunningServer> StartAsync()
    {
        var server = program.Serve(port);
        await IsReadyAsync(server);
        return server;
    }

    /// <summary>Starts it on a store that may only be read.</summary>
    public async Task<RunningServer> StartReadOnlyAsync()
    {
        var server = program.Serve(port);
        await AnswersAsync(server, health => health.Status == 503 && (string?)health["parts"]?["writing"]?["code"] == "read_only");
        return server;
    }

    public Task IsReadyAsync(RunningServer server) => AnswersAsync(server, health => health.Status == 200);

    private Task AnswersAsync(RunningServer server, Func<Answer, bool> isSo) => Eventually.HoldsAsync("the program is ready", async () =>
    {
        if (server.HasExited) Assert.Fail("The program ended: " + await server.LogAsync());
        try
        {
            return isSo(await Api.GetAsync("/health/ready"));
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    public LoggingLoad Load() => new(Api, ++loads);

    /// <summary>Begins an import of some rows.</summary>
    public ImportLoad Import(int rows) => new(Api, ++loads, rows);

    /// <summary>
    /// What was acknowledged is stored once and what was not at most once; of a file all or nothing. Then all that was not is sent again,
    /// and everything is there once.
    /// </summary>
    public async Task NothingIsLostAsync(LoggingLoad load, ImportLoad? import = null)
    {
        var stored = await StoredAsync();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        var there = stored.ToHashSet(StringComparer.Ordinal);
        var acknowledged = load.AcknowledgedKeys.ToHashSet(StringComparer.Ordinal);
        Assert.Empty(acknowledged.Except(there));
        Assert.Empty(there.Except(known).Except(load.Sent.Keys).Except(import?.Keys ?? []));
        if (import is not null) await import.IsWholeAsync(there);
        Assert.True(load.Sent.Count > acknowledged.Count, "Nothing was under way when it happened.");

        foreach (var some in load.Sent.Where(s => !acknowledged.Contains(s.Key)).Chunk(500))
        {
            var items = (await Api.PostAsync("interactions/batch", new JsonArray([.. some.Select(s => s.Value.DeepClone())])))
                .Is(200).Items;
            foreach (var (item, key) in items.Zip(some.Select(s => s.Key)))
                Assert.Equal((key, there.Contains(key) ? 200 : 201), (key, (int)item!["status"]!));
        }

        known.UnionWith(load.Sent.Keys);
        known.UnionWith(import?.Keys ?? []);
        Assert.Equal(known.Order(StringComparer.Ordinal), (await StoredAsync()).Order(StringComparer.Ordinal));
    }

    /// <summary>A recount from the rows is equal to the rollups, and counts what is known to be stored.</summary>
    public async Task RollupsAreRightAsync()
    {
        var doctor = await program.RunAsync(null, "doctor", "--recount", "--compare");
        Assert.Matches($"Rollups: {known.Count} interactions counted again, [0-9]+ lines compared, all equal\n", doctor.Output);
        Assert.Equal(0, doctor.Status);
    }

    // By the key that the client gave, as a client sees them.
    private async Task<List<string>> StoredAsync()
    {
        var stored = new List<string>();
        for (var path = "interactions?limit=1000"; path is not null;)
        {
            var page = (await Api.GetAsync(path)).Is(200);
            stored.AddRange(page.Items.Select(i => (string?)i!["externalId"] ?? (string)i["id"]!));
            path = (string?)page["next"];
        }

        return stored;
    }
}
