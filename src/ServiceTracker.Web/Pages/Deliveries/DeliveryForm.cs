using ServiceTracker.Application.Deliveries;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Deliveries;

/// <summary>What the form of a delivery asks for.</summary>
public sealed class DeliveryForm
{
    public string? Name { get; set; }
    public string? Kind { get; set; }
    public string? Target { get; set; }
    public List<string> Files { get; set; } = [];
    public List<string> Sites { get; set; } = [];
    public string? Profile { get; set; }
    public string? Revisions { get; set; }
    public bool Enabled { get; set; }

    /// <summary>The version it was read at.</summary>
    public int Version { get; set; }

    /// <summary>The form as a delivery is.</summary>
    internal static DeliveryForm Of(Delivery delivery, IEnumerable<Site> sites) => new()
    {
        Name = delivery.Name,
        Kind = SnakeCase<DeliveryKind>.Text(delivery.Kind),
        Target = delivery.Target,
        Files = [.. delivery.Files.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        Sites = [.. sites.Where(s => delivery.SiteIds?.Contains(s.Id) == true).Select(s => s.Code)],
        Profile = delivery.Profile,
        Revisions = SnakeCase<DeliveredRevisions>.Text(delivery.Revisions),
        Enabled = delivery.IsEnabled,
        Version = delivery.Version,
    };

    /// <summary>What is to be saved; nothing ticked means all of them.</summary>
    internal DeliveryInput ToInput() => new()
    {
        Kind = Kind,
        Target = Target,
        Files = Files.Count == 0 ? null : Files,
        Sites = Sites.Count == 0 ? null : Sites,
        Profile = Profile,
        Revisions = string.IsNullOrEmpty(Revisions) ? null : Revisions,
        Enabled = Enabled,
    };
}
