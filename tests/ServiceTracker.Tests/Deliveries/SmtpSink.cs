using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>A mail server on loopback that keeps what it takes and refuses whom a test says.</summary>
internal sealed class SmtpSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SmtpSink()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What is said to a recipient instead of 250.</summary>
    public ConcurrentDictionary<string, string> Refusals { get; } = new();

    /// <summary>What came: to whom, and the message.</summary>
    public ConcurrentQueue<(string To, string Text)> Messages { get; } = new();

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        var to = "";
        await writer.WriteLineAsync("220 sink");
        while (await reader.ReadLineAsync() is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "RCPT") to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
            await writer.WriteLineAsync(verb switch
            {
                "RCPT" => Refusals.GetValueOrDefault(to, "250 OK"),
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 OK",
            });
            if (verb == "QUIT") return;
            if (verb != "DATA") continue;
            var text = new StringBuilder();
            while (await reader.ReadLineAsync() is { } data && data != ".") text.AppendLine(data);
            Messages.Enqueue((to, text.ToString()));
            await writer.WriteLineAsync("250 kept");
        }
    }
}
