using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace ServiceTracker.Tests.Databases;

/// <summary>
/// The PostgreSQL server of a test run: the coordinator that TEST_CITUS names, a container where a Docker engine runs, else the server
/// that TEST_POSTGRES
/// (a connection string of a superuser) names, else a throw-away cluster made with initdb. It starts with
/// the first database that is asked for. Where none of them is to be had, that test fails and says what to install.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private const string NothingFound =
        "No PostgreSQL for the tests: install the apt package postgresql, or set TEST_POSTGRES to a connection string "
        + "of a server on which databases may be created, or start a Docker engine.";

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<IAsyncDisposable> started = [];
    private OwnCluster? own;
    private string? admin;

    /// <summary>
    /// A cluster of its own whatever else there is, with PostgreSQL's own settings of durability: for measurements, and for tests that kill
    /// it. Otherwise nothing is flushed to disk, since no test outlives its server.
    /// </summary>
    public bool Durable { get; init; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes a new empty database and answers its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var administrator = await StartedAsync();
        // The whole of a version 7 identifier: its beginning is the clock, two tests of one moment share it.
        var name = "t" + Guid.CreateVersion7().ToString("N");
        await using var connection = new NpgsqlConnection(administrator);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is made of hexadecimal digits three lines up; an identifier cannot be a parameter.
        command.CommandText = $"CREATE DATABASE {name} TEMPLATE template0";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(administrator) { Database = name }.ConnectionString;
    }

    /// <summary>The same with the tables of the program, spread, where <see cref="CitusCluster"/> is asked for; else empty.</summary>
    /// <param name="folder">Working folder of the program that makes the tables.</param>
    public async Task<string> CreateStoreAsync(string folder)
    {
        var database = await CreateDatabaseAsync();
        if (CitusCluster.Coordinator is null) return database;
        await CitusCluster.JoinAsync(database);
        await CitusCluster.SpreadAsync(database, folder);
        return database;
    }

    /// <summary>Ends every process of the server at once, as a power cut does. Only for a cluster that is <see cref="Durable"/>.</summary>
    public Task KillAsync() => own?.KillAsync() ?? throw new InvalidOperationException("There is no cluster of its own.");

    /// <summary>Starts the server again, on the same port, after <see cref="KillAsync"/>.</summary>
    public Task RestartAsync() => own?.RestartAsync() ?? throw new InvalidOperationException("There is no cluster of its own.");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var server in started)
            await server.DisposeAsync();
        gate.Dispose();
    }

    private async Task<string> StartedAsync()
    {
        await gate.WaitAsync();
        try
        {
            return admin ??= await StartAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<string> StartAsync()
    {
        if (!Durable && CitusCluster.Coordinator is { } coordinator) return coordinator;
        if (!Durable && await ContainerPostgres.TryStartAsync() is { } container)
        {
            started.Add(container.Server);
            return container.Admin;
        }

        if (!Durable && Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } given)
            return given;

        var programs = FindPrograms() ?? throw new InvalidOperationException(NothingFound);
        own = await OwnCluster.StartAsync(programs, Durable);
        started.Add(own);
        return own.Admin;
    }

    /// <summary>The folder of initdb and postgres. Debian's own folder first: what PATH finds may be a stub.</summary>
    private static string? FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(debian)
            ? Directory.GetDirectories(debian)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "initdb"))
            .Where(File.Exists)
            // initdb looks for postgres beside itself, so a link counts as the place it points to.
            .Select(file => Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)!);
        return installed.Concat(path)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    /// <summary>
    /// A cluster in a new temporary folder on a free port. It lives as long as the standard input of its keeper is open,
    /// so it also ends, and its folder goes, when the test process is killed.
    /// </summary>
    private sealed class OwnCluster : IAsyncDisposable
    {
        // $1 programs, $2 data folder, $3 log, $4 folder to remove in the end
        private const string Keeper = """
            trap '' INT HUP
            exec 3<&0 >>"$3" 2>&1 </dev/null
            "$1/postgres" -D "$2" 3<&- &
            server=$!
            { read -r _ <&3; : >"$4/stopping"; kill -QUIT "$server"; } &
            watcher=$!
            wait "$server"
            if [ -e "$4/stopping" ]; then rm -rf "$4"; else kill "$watcher"; fi
            """;

        private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

        private readonly string programs;
        private readonly bool durable;
        private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-postgres-").FullName;
        private Process? keeper;
        private int port;

        private OwnCluster(string programs, bool durable) => (this.programs, this.durable) = (programs, durable);

        public string Admin { get; private set; } = "";

        private string Data => Path.Combine(folder, "data");

        private string Log => Path.Combine(folder, "server.log");

        public static async Task<OwnCluster> StartAsync(string programs, bool durable)
        {
            var cluster = new OwnCluster(programs, durable);
            try
            {
                await cluster.InitializeAsync();
                // Another program may take the free port before the server does; then the server ends at once.
                for (var attempt = 1; !await cluster.ServeAsync(BuiltProgram.FreePort()); attempt++)
                {
                    if (attempt == 3)
                        throw new InvalidOperationException("PostgreSQL did not start: " + await File.ReadAllTextAsync(cluster.Log));
                }

                return cluster;
            }
            catch
            {
                await cluster.DisposeAsync();
                throw;
            }
        }

        public async Task KillAsync()
        {
            var postmaster = int.Parse(
                (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
            // Its children are listed first: they end by themselves when they notice, which is not what is wanted.
            var all = new List<Process>();
            foreach (var id in (int[])[postmaster, .. ChildrenOf(postmaster)])
            {
                try
                {
                    all.Add(Process.GetProcessById(id));
                }
                catch (ArgumentException)
                {
                    // It ended before its turn came.
                }
            }

            foreach (var process in all) process.Kill();
            foreach (var process in all)
            {
                // Not before all are gone does a new server start on the same data.
                await process.WaitForExitAsync();
                process.Dispose();
            }

            await keeper!.WaitForExitAsync();
        }

        public async Task RestartAsync()
        {
            if (!await ServeAsync(port))
                throw new InvalidOperationException("PostgreSQL did not start again: " + await File.ReadAllTextAsync(Log));
        }

        public async ValueTask DisposeAsync()
        {
            if (keeper is not null)
            {
                keeper.StandardInput.Close();
                await keeper.WaitForExitAsync();
                keeper.Dispose();
            }

            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        private async Task InitializeAsync()
        {
            if (Environment.IsPrivilegedProcess)
                await RunAsync(new ProcessStartInfo("chown", ["postgres", folder]));

            string[] plain = ["-D", Data, "-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
            var initdb = Path.Combine(programs, "initdb");
            try
            {
                // Sorted as most installations sort, by language, so that a query that relies on ordinal order fails here first.
                await RunAsync(AsServer(initdb, [.. plain, "--locale-provider=icu", "--icu-locale=en-US"]));
            }
            catch (InvalidOperationException error) when (error.Message.Contains("locale-provider", StringComparison.Ordinal))
            {
                await RunAsync(AsServer(initdb, plain)); // PostgreSQL 14 and older do not know the option.
            }
        }

        private async Task<bool> ServeAsync(int onPort)
        {
            port = onPort;
            await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"""

                listen_addresses = '127.0.0.1'
                port = {port}
                unix_socket_directories = ''
                max_connections = 800
                {(durable ? "" : "fsync = off\nsynchronous_commit = off\nfull_page_writes = off")}

                """);
            Admin = $"Host=127.0.0.1;Port={port};Username=app;Database=postgres";
            keeper?.Dispose();
            var start = AsServer("/bin/sh", ["-c", Keeper, "postgres-keeper", programs, Data, Log, folder]);
            start.RedirectStandardInput = true;
            keeper = Process.Start(start)!;

            var clock = Stopwatch.StartNew();
            while (!keeper.HasExited)
            {
                try
                {
                    await using var connection = new NpgsqlConnection(Admin + ";Pooling=false");
                    await connection.OpenAsync();
                    return !keeper.HasExited;
                }
                catch (NpgsqlException) when (clock.Elapsed < StartLimit)
                {
                    await Task.Delay(50);
                }
            }

            return false;
        }

        /// <summary>PostgreSQL refuses to run as root; then it runs as the user its package made.</summary>
        private ProcessStartInfo AsServer(string program, string[] arguments)
        {
            var info = Environment.IsPrivilegedProcess
                ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", program, .. arguments])
                : new ProcessStartInfo(program, arguments);
            info.WorkingDirectory = folder;
            return info;
        }

        private static async Task RunAsync(ProcessStartInfo info)
        {
            info.RedirectStandardOutput = true;
            info.RedirectStandardError = true;
            using var process = Process.Start(info)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{info.FileName} exited {process.ExitCode}: {await errors}{await output}");
        }

        private static IEnumerable<int> ChildrenOf(int parent)
        {
            foreach (var folder in Directory.GetDirectories("/proc"))
            {
                if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
                string status;
                try
                {
                    status = File.ReadAllText(Path.Combine(folder, "stat"));
                }
                catch (IOException)
                {
                    continue; // It ended just now.
                }

                // After the name in brackets, which may hold anything: the state, then the parent.
                if (int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) == parent)
                    yield return id;
            }
        }
    }
}
