using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>
/// Kills the program or its database in the middle of load, with real processes, and looks whether anything that was acknowledged is missing
/// or doubled, and whether the program was honest about it.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Rounds = 2;

    // Acknowledged interactions before and after each blow.
    private const int Enough = 250;

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-kill-").FullName;
    private readonly PostgresCluster postgres = new() { Durable = true };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Killing_the_program_loses_and_doubles_nothing(Store store)
    {
        var service = await ServiceAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await service.StartAsync();
            var load = service.Load();
            await load.AcknowledgesAsync(Enough + 97 * round);
            await server.KillAsync();
            await load.EndsAsync();
            await using var next = await service.StartAsync();
            await service.NothingIsLostAsync(load);
            Assert.Equal(0, await next.TerminateAsync());
            await service.RollupsAreRightAsync();
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Asking_the_program_to_end_in_the_middle_of_load_loses_and_doubles_nothing(Store store)
    {
        var service = await ServiceAsync(store);
        await using var server = await service.StartAsync();
        var load = service.Load();
        await load.AcknowledgesAsync(Enough);
        Assert.Equal(0, await server.TerminateAsync());
        await load.EndsAsync();
        await using var next = await service.StartAsync();
        await service.NothingIsLostAsync(load);
        Assert.Equal(0, await next.TerminateAsync());
        await service.RollupsAreRightAsync();
    }

    [Fact]
    public async Task Killing_the_database_loses_and_doubles_nothing_and_the_program_recovers_by_itself()
    {
        var service = await ServiceAsync(Store.Postgres);
        await using var server = await service.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var load = service.Load();
            await load.AcknowledgesAsync(Enough + 97 * round);
            await postgres.KillAsync();
            // Nothing answers on the database's port from here to the restart, so whatever is asked and answered within is to say so.
            for (var n = 0; n < 5; n++)
            {
                var health = await service.Api.GetAsync("/health/ready");
                Assert.Equal((503, TimeSpan.FromSeconds(5)), (health.Status, health.RetryAfter));
                (await service.Api.GetAsync("/health/live")).Is(200);
            }

            await load.RefusedAsync(40);
            Assert.Equal(503, (await service.Api.GetAsync("/health/ready")).Status);
            await postgres.RestartAsync();
            var before = load.Acknowledged;
            await service.IsReadyAsync(server);
            await load.AcknowledgesAsync(before + Enough);
            await load.StopAsync();
            (await service.Api.GetAsync("/health/ready")).Is(200);
            await service.NothingIsLostAsync(load);
            Assert.False(server.HasExited);
            await service.RollupsAreRightAsync();
        }

        Assert.Equal(0, await server.TerminateAsync());
    }

    private async Task<Service> ServiceAsync(Store store)
    {
        var connection = store == Store.Sqlite ? $"Data Source={Path.Combine(folder, "service.db")}" : await postgres.CreateDatabaseAsync();
        return await Service.NewAsync(new BuiltProgram(folder, connection));
    }

    /// <summary>A program with an organisation, that can be ended and started again on the same port and store.</summary>
    private sealed class Service
    {
        private readonly BuiltProgram program;
        private readonly int port = BuiltProgram.FreePort();
        private readonly HashSet<string> known = new(StringComparer.Ordinal);
        private int loads;

        private Service(BuiltProgram program, string token)
        {
            this.program = program;
            var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"), Timeout = Eventually.Deadline };
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            Api = new Api(http);
        }

        public Api Api { get; }

        public static async Task<Service> NewAsync(BuiltProgram program)
        {
            var token = await program.RunAsync(null, "token", "create", "--name", "load", "--role", "admin");
            Assert.Equal(0, token.Status);
            var service = new Service(program, token.Output.Trim());
            await using var server = await service.StartAsync();
            (await service.Api.PutAsync("channels/counter", new { name = "Counter", kind = "counter" })).Is(201);
            foreach (var site in new[] { "harbour", "mill" }) (await service.Api.PutAsync($"sites/{site}", new { name = site, zone = "Europe/London" })).Is(201);
            (await service.Api.PostAsync("baselines", new { name = "Basics", effectiveFrom = "2020-01-01", targetConsistency = 0.9, expectations = StandardExpectations })).Is(201);
            (await service.Api.PostAsync("baselines/1/publish")).Is(200);
            Assert.Equal(0, await server.TerminateAsync());
            return service;
        }

        public async Task<RunningServer> StartAsync()
        {
            var server = program.Serve(port);
            await IsReadyAsync(server);
            return server;
        }

        public Task IsReadyAsync(RunningServer server) => Eventually.HoldsAsync("the program is ready", async () =>
        {
            if (server.HasExited) Assert.Fail("The program ended: " + await server.LogAsync());
            try
            {
                return (await Api.GetAsync("/health/ready")).Status == 200;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });

        public Load Load() => new(Api, ++loads);

        /// <summary>
        /// What was acknowledged is stored once and what was not at most once; then all that was not is sent again, and everything is there once.
        /// </summary>
        public async Task NothingIsLostAsync(Load load)
        {
            var stored = await StoredAsync();
            Assert.Equal(stored.Count, stored.Distinct().Count());
            var there = stored.ToHashSet(StringComparer.Ordinal);
            var acknowledged = load.AcknowledgedKeys.ToHashSet(StringComparer.Ordinal);
            Assert.Empty(acknowledged.Except(there));
            Assert.Empty(there.Except(known).Except(load.Sent.Keys));
            Assert.True(load.Sent.Count > acknowledged.Count, "Nothing was under way when it happened.");

            foreach (var some in load.Sent.Where(s => !acknowledged.Contains(s.Key)).Chunk(500))
            {
                var items = (await Api.PostAsync("interactions/batch", new JsonArray([.. some.Select(s => s.Value.DeepClone())]))).Is(200).Items;
                foreach (var (item, key) in items.Zip(some.Select(s => s.Key)))
                    Assert.Equal((key, there.Contains(key) ? 200 : 201), (key, (int)item!["status"]!));
            }

            known.UnionWith(load.Sent.Keys);
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

    /// <summary>32 connections that log single interactions and small batches, each with a key of its own, and note what was answered.</summary>
    private sealed class Load
    {
        private const int Connections = 32;

        private readonly Api api;
        private readonly int number;
        private readonly ConcurrentDictionary<string, JsonObject> sent = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> acknowledged = new(StringComparer.Ordinal);
        private readonly Task work;
        private int refused;
        private volatile bool stopping;

        public Load(Api api, int number)
        {
            (this.api, this.number) = (api, number);
            work = Task.WhenAll(Enumerable.Range(0, Connections).Select(c => Task.Run(() => WorkAsync(c))));
        }

        public IReadOnlyDictionary<string, JsonObject> Sent => sent;

        public ICollection<string> AcknowledgedKeys => acknowledged.Keys;

        public int Acknowledged => acknowledged.Count;

        /// <summary>Returns when so many are acknowledged.</summary>
        public Task AcknowledgesAsync(int interactions) => GoesOnUntilAsync($"{interactions} acknowledged", () => acknowledged.Count >= interactions);

        /// <summary>Returns when so many requests were answered with 503.</summary>
        public Task RefusedAsync(int requests) => GoesOnUntilAsync($"{requests} refused", () => Volatile.Read(ref refused) >= requests);

        /// <summary>Returns when every connection is lost, as it is when the program ends.</summary>
        public Task EndsAsync() => work.WaitAsync(Eventually.Deadline);

        /// <summary>Sends nothing more and waits for what is under way.</summary>
        public Task StopAsync()
        {
            stopping = true;
            return work.WaitAsync(Eventually.Deadline);
        }

        private async Task GoesOnUntilAsync(string what, Func<bool> condition)
        {
            await Eventually.HoldsAsync(what, () => work.IsFaulted || condition());
            if (work.IsFaulted) await work;
        }

        private async Task WorkAsync(int connection)
        {
            for (var n = 0; !stopping; n++)
            {
                var entries = Enumerable.Range(0, n % 4 == 3 ? 5 : 1).Select(k => NewEntry(connection, n, k)).ToList();
                foreach (var (key, entry) in entries) sent[key] = entry;
                try
                {
                    if (entries is [var (key, entry)]) Note(key, await api.PostAsync("interactions", entry));
                    else Note(entries, await api.PostAsync("interactions/batch", new JsonArray([.. entries.Select(e => e.Entry.DeepClone())])));
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    return;
                }
            }
        }

        private (string Key, JsonObject Entry) NewEntry(int connection, int n, int k)
        {
            var entry = Entry($"2024-03-{1 + n % 28:00}T{connection % 24:00}:00:00Z", connection % 2 == 0 ? "harbour" : "mill").Observed("greeted", n % 5 == 0 ? "missed" : "met").With("note", $"{connection}/{n}/{k}");
            // Some clients make an id, others have a key of their own.
            var key = n % 3 == 0 ? $"load {number}, {connection}/{n}/{k}" : Guid.CreateVersion7().ToString();
            return (key, entry.With(n % 3 == 0 ? "externalId" : "id", key));
        }

        private void Note(List<(string Key, JsonObject Entry)> entries, Answer answer)
        {
            if (answer.Status != 200)
            {
                Refused(answer);
                return;
            }

            foreach (var (item, entry) in answer.Items.Zip(entries))
            {
                var status = (int)item!["status"]!;
                if (status is 200 or 201) acknowledged[entry.Key] = true;
                else Assert.Equal((503, "unavailable"), (status, (string?)item["problem"]!["code"]));
            }
        }

        private void Note(string key, Answer answer)
        {
            if (answer.Status is 200 or 201) acknowledged[key] = true;
            else Refused(answer);
        }

        private void Refused(Answer answer)
        {
            answer.IsUnavailable();
            Interlocked.Increment(ref refused);
        }
    }
}
