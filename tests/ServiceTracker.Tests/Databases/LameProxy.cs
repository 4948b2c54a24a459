using System.Net;
using System.Net.Sockets;

namespace ServiceTracker.Tests.Databases;

/// <summary>Stands between the program and its database, and keeps every byte to itself where a test wants that: a server that
/// hangs.</summary>
internal sealed class LameProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly string host;
    private readonly int port;
    private readonly Task work;
    private volatile TaskCompletionSource passing = Done();

    public LameProxy(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        work = AcceptAsync();
    }

    /// <summary>Where it listens, on the loopback address.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>From here on nothing passes, in neither direction.</summary>
    public void Hang() => passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What waits passes, and all that comes.</summary>
    public void GoOn() => passing.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await end.CancelAsync();
        listener.Dispose();
        await work;
        end.Dispose();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(host, port, end.Token);
                await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream()), CopyAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[8192];
        try
        {
            while (await from.ReadAsync(buffer, end.Token) is var n and > 0)
            {
                await passing.Task.WaitAsync(end.Token);
                await to.WriteAsync(buffer.AsMemory(0, n), end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }
}
