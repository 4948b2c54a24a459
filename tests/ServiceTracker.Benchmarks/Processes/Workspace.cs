using Npgsql;
using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;

namespace ServiceTracker.Benchmarks.Processes;

/// <summary>
/// A temporary folder and a PostgreSQL data folder of its own with default durability, from which the product and the floor are started.
/// Everything in it goes when it is disposed.
/// </summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly PostgresCluster postgres = new() { Durable = true };
    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-benchmark-").FullName;
    private readonly List<ServerProcess> servers = [];
    private int logs;

    /// <summary>The process of PostgreSQL from which all its others descend; 0 while there is none.</summary>
    public int PostgresId { get; private set; }

    /// <summary>A path in the temporary folder.</summary>
    public string FileOf(string name) => Path.Combine(folder, name);

    /// <summary>A new, empty store.</summary>
    public async Task<StoreSettings> NewStoreAsync(StoreKind kind, string name)
    {
        if (kind == StoreKind.Sqlite) return new StoreSettings(kind, $"Data Source={FileOf(name + ".db")}");
        var database = await postgres.CreateDatabaseAsync();
        if (PostgresId == 0)
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var command = source.CreateCommand("SELECT pg_backend_pid()");
            PostgresId = ProcessTree.ParentOf((int)(await command.ExecuteScalarAsync())!);
        }

        return new StoreSettings(kind, database);
    }

    /// <summary>Starts the product on a store; its token may do everything.</summary>
    public async Task<ServerProcess> StartProductAsync(StoreSettings store)
    {
        var token = await ProductCommand.CreateTokenAsync(store);
        var environment = ProductCommand.EnvironmentOf(store);
        environment["DataDirectory"] = Directory.CreateDirectory(FileOf($"data-{logs}")).FullName;
        return await StartAsync(
            "product", environment, token, port => ["dotnet", ProductCommand.Path, "--urls", $"http://127.0.0.1:{port}"]);
    }

    /// <summary>Starts a floor on a store: this program again, under a word that nobody types.</summary>
    public Task<ServerProcess> StartFloorAsync(string mode, StoreSettings store) => StartAsync(
        mode,
        // The server's collector, as every web program has it that does not choose another one.
        new Dictionary<string, string> { ["DOTNET_gcServer"] = "1" },
        null,
        port => ["dotnet", typeof(Workspace).Assembly.Location, FloorServer.Verb, mode, $"{port}", store.ConnectionString]);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) await server.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<ServerProcess> StartAsync(
        string name, IReadOnlyDictionary<string, string> environment, string? token, Func<int, IEnumerable<string>> command)
    {
        var server = await ServerProcess.StartAsync(FileOf($"{name}-{logs++}.log"), environment, token, command);
        servers.Add(server);
        return server;
    }
}
