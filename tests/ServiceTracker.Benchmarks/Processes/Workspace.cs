using System.Diagnostics;
using Npgsql;
using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Web.Hosting;

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

    /// <summary>Starts the product, as it was built with this program, on a store; its token may do everything.</summary>
    public async Task<ServerProcess> StartProductAsync(StoreSettings store)
    {
        var environment = new Dictionary<string, string>
        {
            [$"ConnectionStrings__{StoreSettings.ConnectionName}"] = store.ConnectionString,
            ["DataDirectory"] = Directory.CreateDirectory(FileOf($"data-{logs}")).FullName,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };
        var token = await RunProductAsync(environment, "token", "create", "--name", "benchmark", "--role", "admin");
        return await StartAsync("product", environment, token.Trim(), port => ["dotnet", ProductPath, "--urls", $"http://127.0.0.1:{port}"]);
    }

    /// <summary>Runs a command of the product on a store and answers what it prints.</summary>
    public static Task<string> RunProductAsync(StoreSettings store, params string[] arguments) =>
        RunProductAsync(new Dictionary<string, string> { [$"ConnectionStrings__{StoreSettings.ConnectionName}"] = store.ConnectionString }, arguments);

    /// <summary>Starts a floor on a store: this program again, under a word that nobody types.</summary>
    public Task<ServerProcess> StartFloorAsync(string mode, StoreSettings store) => StartAsync(
        mode,
        // The product is built with the server's collector, as every web program is.
        new Dictionary<string, string> { ["DOTNET_gcServer"] = "1" },
        null,
        port => ["dotnet", typeof(Workspace).Assembly.Location, FloorServer.Verb, mode, $"{port}", store.ConnectionString]);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) await server.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string ProductPath => typeof(ServerHost).Assembly.Location;

    private async Task<ServerProcess> StartAsync(
        string name, IReadOnlyDictionary<string, string> environment, string? token, Func<int, IEnumerable<string>> command)
    {
        var server = await ServerProcess.StartAsync(FileOf($"{name}-{logs++}.log"), environment, token, command);
        servers.Add(server);
        return server;
    }

    private static async Task<string> RunProductAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ProductPath, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
    }
}
