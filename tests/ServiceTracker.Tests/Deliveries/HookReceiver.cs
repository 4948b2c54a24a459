using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>A program on loopback that is called by webhooks, and answers as a test says.</summary>
internal sealed class HookReceiver : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int connections;

    public HookReceiver()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Address => $"http://localhost:{Port}/hook";

    /// <summary>How often somebody connected.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The whole answer.</summary>
    public string Answer { get; set; } = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK";

    /// <summary>What came: heads by name and body.</summary>
    public ConcurrentQueue<(Dictionary<string, string> Heads, string Body)> Calls { get; } = new();

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await reader.ReadLineAsync();
            var heads = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                heads[line[..colon]] = line[(colon + 1)..].Trim();
            }

            var body = new char[int.Parse(heads.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
            await reader.ReadBlockAsync(body);
            Calls.Enqueue((heads, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body))));
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Answer));
        }
        catch (IOException)
        {
            // Whoever called did not want to hear more.
        }
    }
}
