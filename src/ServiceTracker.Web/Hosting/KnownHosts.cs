using System.Net;
using System.Net.Sockets;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Answers only under names this program may have: those of the machine and its own network, and what <c>AllowedHosts</c> adds (separated
/// by
/// <c>;</c>, <c>*.example.org</c> for all below, <c>*</c> for any). Under a stranger's name a page of somebody else could read ours.
/// </summary>
public sealed class KnownHosts(RequestDelegate next, IConfiguration configuration)
{
    // Names that no public directory gives to anybody.
    private static readonly string[] LocalEndings = [".localhost", ".local", ".lan", ".internal", ".home.arpa", ".test"];

    private readonly string[] allowed = (configuration["AllowedHosts"] ?? "")
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    private string? latest;

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host;
        // Nearly always the one before.
        if (host.HasValue && host.Value == Volatile.Read(ref latest)) return next(context);
        if (host.HasValue && Uri.TryCreate($"http://{host.Value}", UriKind.Absolute, out _)
            && IsKnown(host.Host, context.Connection.LocalIpAddress))
        {
            Volatile.Write(ref latest, host.Value);
            return next(context);
        }

        // Whoever watches over it may know nothing but where it is.
        return context.Request.Path.StartsWithSegments("/health") ? next(context) : Problems.Of(
            StatusCodes.Status400BadRequest, "unknown_host", "This program does not answer under that name.",
            "Use a name it has; an administrator adds further ones to the setting AllowedHosts.").ExecuteAsync(context);
    }

    private bool IsKnown(string host, IPAddress? own)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsLocal(address, own)) return true;
        if (address is null
            && (!host.Contains('.', StringComparison.Ordinal)
                || LocalEndings.Any(e => host.EndsWith(e, StringComparison.OrdinalIgnoreCase)))) return true;
        return allowed.Any(a => a == "*" || a.Equals(host, StringComparison.OrdinalIgnoreCase)
            || (a.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(a[1..], StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsLocal(IPAddress address, IPAddress? own)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal) return true;
        if (own is not null && address.Equals(own.IsIPv4MappedToIPv6 ? own.MapToIPv4() : own)) return true;
        if (address.AddressFamily != AddressFamily.InterNetwork) return false;
        var b = address.GetAddressBytes();
        return b[0] == 10 || (b[0] == 172 && b[1] is >= 16 and < 32) || (b[0] == 192 && b[1] == 168) || (b[0] == 169 && b[1] == 254)
            || (b[0] == 100 && b[1] is >= 64 and < 128);
    }
}
