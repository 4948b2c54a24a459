using System.Net;
using System.Net.Sockets;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>
/// Calls addresses that somebody typed in, and none of this machine or its network. Whether an address may be called is asked of the very
/// one that is then connected to, at every call: a name that leads elsewhere a moment later gains nothing. No redirect is followed, no
/// proxy, cookie or password of this machine is used.
/// </summary>
public sealed class GuardedCaller : IDisposable
{
    /// <summary>So long a call may take as a whole.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Bytes of an answer that are read; the rest is not waited for.
    private const int MostAnswer = 64 << 10;

    private readonly HttpClient http;
    private readonly DeliverySettings settings;
    private readonly ResolveHost resolve;

    public GuardedCaller(DeliverySettings settings, ResolveHost resolve)
    {
        (this.settings, this.resolve) = (settings, resolve);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PreAuthenticate = false,
            // Others learn nothing of how work is numbered here.
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MostAnswer >> 10,
            // Every call looks up its host again.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Calls an address.</summary>
    /// <returns>Status and the beginning of the answer.</returns>
    /// <exception cref="NotPublicException">The host is in a network of its own and not allowed.</exception>
    /// <exception cref="HttpRequestException">It does not answer as a web server does.</exception>
    /// <exception cref="OperationCanceledException">It does not answer in time, or this was cancelled.</exception>
    public async Task<(HttpStatusCode Status, string Answer)> CallAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Patience);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(end.Token);
            var buffer = new byte[MostAnswer];
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, end.Token);
            return (response.StatusCode, System.Text.Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (Exception e) when (e is HttpRequestException { InnerException: NotPublicException })
        {
            throw e.InnerException!;
        }
    }

    public void Dispose() => http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellation);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        // A name that leads to one's own network as well is meant to.
        if (!settings.AllowedHosts.Contains(host) && !addresses.All(PublicAddress.Is)) throw new NotPublicException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
