using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace ServiceTracker.Benchmarks.Processes;

/// <summary>A server in a process of its own, which ends with this one however that ends.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // $1 is the log. The keeper waits for the end of its standard input, which is the end of the benchmark at the latest.
    private const string Keeper = """
        log=$1; shift
        "$@" >>"$log" 2>&1 </dev/null &
        echo $!
        read -r _
        kill $!
        wait $!
        echo "ended with $?" >>"$log"
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process keeper;
    private readonly string log;

    private ServerProcess(Process keeper, string log, int id, int port)
    {
        (this.keeper, this.log, Id, Port) = (keeper, log, id, port);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromHours(1) };
    }

    /// <summary>The server's process id.</summary>
    public int Id { get; }

    /// <summary>Where it listens on this machine.</summary>
    public int Port { get; }

    /// <summary>For what is not measured by the request.</summary>
    public HttpClient Http { get; }

    /// <summary>What the server asks for in the <c>Authorization</c> header, or null.</summary>
    public string? Token
    {
        get;
        init
        {
            field = value;
            Http.DefaultRequestHeaders.Authorization = value is null ? null : new AuthenticationHeaderValue("Bearer", value);
        }
    }

    /// <summary>Starts a server and waits until <c>/health/ready</c> answers.</summary>
    /// <param name="log">File to which its output goes.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="token">For its API.</param>
    /// <param name="command">Program and arguments, by the port it is to listen on.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not get ready; the message has its output.</exception>
    public static async Task<ServerProcess> StartAsync(
        string log, IReadOnlyDictionary<string, string> environment, string? token, Func<int, IEnumerable<string>> command)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("/bin/sh", ["-c", Keeper, "keeper", log, .. command(port)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var keeper = Process.Start(start)!;
        var id = int.Parse((await keeper.StandardOutput.ReadLineAsync())!);
        var server = new ServerProcess(keeper, log, id, port) { Token = token };
        var clock = Stopwatch.StartNew();
        while (!await server.IsReadyAsync())
        {
            if (server.IsAlive && clock.Elapsed < StartLimit)
            {
                await Task.Delay(50);
                continue;
            }

            throw new InvalidOperationException($"{string.Join(' ', command(port))} did not get ready:\n{await server.EndAsync()}");
        }

        return server;
    }

    /// <summary>Whether it has not ended by itself.</summary>
    public bool IsAlive => Directory.Exists($"/proc/{Id}");

    /// <summary>Ends it.</summary>
    /// <returns>The last lines of its log.</returns>
    public async Task<string> EndAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        return string.Join('\n', File.ReadLines(log).TakeLast(30));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await EndAsync();
        keeper.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Below the ports that systems give to whoever asks for any: those may be gone before the server is up.
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 30_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
    }
}
