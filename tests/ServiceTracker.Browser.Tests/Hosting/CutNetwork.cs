using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceTracker.Browser.Tests.Hosting;

/// <summary>The way from a browser to the program, which a test cuts for real: what is under way breaks off, and nothing comes
/// through. Of what devices send it may refuse the next, or lose the answer to it.</summary>
public sealed class CutNetwork : IAsyncDisposable
{
    private static readonly byte[] Sent = "POST /kiosk/entries"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private readonly CancellationTokenSource end = new();
    private readonly int to;
    private readonly Task accepting;

    private volatile bool isCut;
    private int refuse, lose;

    public CutNetwork(string address)
    {
        to = new Uri(address).Port;
        listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        accepting = AcceptAsync();
    }

    /// <summary>Where the browser goes instead.</summary>
    public string Address { get; }

    /// <summary>How often entries were refused, and answers lost.</summary>
    public int Refused { get; private set; }

    /// <inheritdoc cref="Refused"/>
    public int Lost { get; private set; }

    /// <summary>Cuts it.</summary>
    public void Cut()
    {
        isCut = true;
        foreach (var socket in open.Keys) socket.Dispose();
    }

    /// <summary>Mends it.</summary>
    /// <param name="refusing">How many times entries are refused first, with 503.</param>
    /// <param name="losing">How many times the answer to entries is lost after that.</param>
    public void Mend(int refusing = 0, int losing = 0)
    {
        (refuse, lose) = (refusing, losing);
        isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        Cut();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await listener.AcceptSocketAsync(end.Token);
                if (isCut) browser.Dispose();
                else _ = CarryAsync(browser);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task CarryAsync(Socket browser)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        (open[browser], open[server]) = (true, true);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, to);
            var next = new NextAnswer();
            await Task.WhenAny(ForthAsync(browser, server, next), BackAsync(server, browser, next));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            open.TryRemove(browser, out _);
            open.TryRemove(server, out _);
            browser.Dispose();
        }
    }

    private async Task ForthAsync(Socket browser, Socket server, NextAnswer next)
    {
        var buffer = new byte[64 << 10];
        while (await browser.ReceiveAsync(buffer) is > 0 and var count)
        {
            if (buffer.AsSpan(0, count).StartsWith(Sent))
            {
                if (refuse > 0)
                {
                    refuse--;
                    Refused++;
                    await browser.SendAsync(Encoding.ASCII.GetBytes(
                        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                    return;
                }

                if (lose > 0)
                {
                    lose--;
                    next.IsLost = true;
                }
            }

            await server.SendAsync(buffer.AsMemory(0, count));
        }
    }

    private async Task BackAsync(Socket server, Socket browser, NextAnswer next)
    {
        var buffer = new byte[64 << 10];
        while (await server.ReceiveAsync(buffer) is > 0 and var count)
        {
            if (next.IsLost)
            {
                Lost++;
                return;
            }

            await browser.SendAsync(buffer.AsMemory(0, count));
        }
    }

    // Of one connection.
    private sealed class NextAnswer
    {
        public volatile bool IsLost;
    }
}
