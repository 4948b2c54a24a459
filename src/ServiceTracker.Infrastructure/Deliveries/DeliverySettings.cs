using Microsoft.Extensions.Configuration;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>What the machine allows deliveries.</summary>
/// <param name="Root">Below which folder files may be put: <c>Deliveries:Folders</c>, by default <c>out</c> in the data directory.</param>
/// <param name="AllowedHosts">Hosts that webhooks may call whatever their address, and without TLS: <c>Deliveries:AllowedHosts</c>, with
/// commas between them.</param>
/// <param name="Address">Where people and programs reach this server, for links: <c>Deliveries:Address</c>; null: links are paths.</param>
public sealed record DeliverySettings(string Root, IReadOnlySet<string> AllowedHosts, Uri? Address)
{
    private const string Folders = "Deliveries:Folders", Hosts = "Deliveries:AllowedHosts", Here = "Deliveries:Address";

    /// <summary>What is configured.</summary>
    /// <exception cref="InvalidOperationException">The address is none.</exception>
    public static DeliverySettings Of(IConfiguration configuration, StoreSettings store)
    {
        var data = store.File is { } file
            ? Path.GetDirectoryName(Path.GetFullPath(file))! : Path.GetFullPath(configuration["DataDirectory"] ?? "./data");
        var root = configuration[Folders] is { Length: > 0 } wished ? Path.GetFullPath(wished) : Path.Combine(data, "out");
        var hosts = (configuration[Hosts] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Uri? address = null;
        if (configuration[Here] is { Length: > 0 } here
            && (!Uri.TryCreate(here.TrimEnd('/') + '/', UriKind.Absolute, out address) || address.Scheme is not ("https" or "http")))
            throw new InvalidOperationException($"{Here} is an address such as https://tracker.example.com, not “{here}”.");
        return new DeliverySettings(root, hosts.Select(h => h.Trim('[', ']')).ToHashSet(StringComparer.OrdinalIgnoreCase), address);
    }

    /// <summary>A link to a path of this server.</summary>
    /// <param name="path">With its first slash.</param>
    public string LinkTo(string path) => Address is null ? path : new Uri(Address, path.TrimStart('/')).AbsoluteUri;
}
