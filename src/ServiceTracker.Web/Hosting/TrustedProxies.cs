using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace ServiceTracker.Web.Hosting;

/// <summary>The proxies in front of the server that are believed when they say where a request came from.</summary>
internal static class TrustedProxies
{
    private const string Setting = "TrustedProxies";

    /// <summary>Believes the addresses that the configuration names.</summary>
    /// <exception cref="InvalidOperationException">Of the options, once they are read: one of them is no address.</exception>
    public static void Add(WebApplicationBuilder builder) => builder.Services.Configure<ForwardedHeadersOptions>(o =>
    {
        // Nobody is believed but who is named; with nobody named the framework would believe everybody.
        o.KnownProxies.Clear();
        o.KnownIPNetworks.Clear();
        var named = builder.Configuration.GetSection(Setting);
        if (named.GetChildren().Any()) o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in named.Get<string[]>() ?? []) o.KnownProxies.Add(AddressOf(proxy));
    });

    private static IPAddress AddressOf(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new InvalidOperationException($"{Setting}: “{text}” is not an address; write it like 10.0.0.5.");
}
