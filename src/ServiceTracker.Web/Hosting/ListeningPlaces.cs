using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Finds out whether the server will be able to listen where it is told to, before a database is made or tasks begin. Where this can't
/// tell, the server finds out by itself later on.
/// </summary>
internal static class ListeningPlaces
{
    /// <exception cref="InvalidOperationException">One cannot be had, or is no address: which, and why.</exception>
    public static void Try(WebApplication app)
    {
        // A test's server listens nowhere, and endpoints of a section of their own stand above these.
        if (app.Services.GetRequiredService<IServer>().GetType().Assembly != typeof(KestrelServer).Assembly) return;
        if (app.Configuration.GetSection("Kestrel:Endpoints").Exists()) return;
        foreach (var url in (app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var place = PlaceOf(url);
            if (place.IsUnixPipe || place.IsNamedPipe || place.Port == 0) continue;
            foreach (var address in AddressesOf(place.Host)) Try(url, new IPEndPoint(address, place.Port));
        }
    }

    private static BindingAddress PlaceOf(string url)
    {
        try
        {
            if (BindingAddress.Parse(url) is var place && (place.IsUnixPipe || place.IsNamedPipe || place.Port <= IPEndPoint.MaxPort))
                return place;
        }
        catch (FormatException)
        {
            // Told below, with the setting.
        }

        throw new InvalidOperationException(
            $"--urls: “{url}” is no address to listen on; write it like http://localhost:5080, with a port up to {IPEndPoint.MaxPort}.");
    }

    private static IPAddress[] AddressesOf(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host, out var address) ? [address] : [IPAddress.Any];

    private static void Try(string url, IPEndPoint place)
    {
        try
        {
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(place);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            throw new InvalidOperationException(
                $"{url} cannot be listened on: {e.Message}. End what listens there, or choose another place with --urls.");
        }
        catch (SocketException)
        {
            // No such family of addresses here, for one; the server knows what to make of it.
        }
    }
}
