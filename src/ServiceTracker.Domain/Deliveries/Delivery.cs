using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Domain.Deliveries;

/// <summary>To whom sealed weeks are delivered, and how.</summary>
public sealed class Delivery
{
    public required string Name { get; init; }

    public DeliveryKind Kind { get; set; }

    /// <summary>A folder below the one for deliveries, an address, or e-mail addresses with commas between them.</summary>
    public string Target { get; set; } = "";

    /// <summary>Plain names of the files with spaces between them; empty: all.</summary>
    public string Files { get; set; } = "";

    /// <summary>The sites by id; null: all, those to come as well.</summary>
    public int[]? SiteIds { get; set; }

    /// <summary>Name of the profile in which files are written; null: as they are sealed.</summary>
    public string? Profile { get; set; }

    public DeliveredRevisions Revisions { get; set; }

    public bool IsEnabled { get; set; }

    /// <summary>The key that signs what a webhook is sent, sealed; null of other kinds.</summary>
    public string? SealedSecret { get; set; }

    /// <summary>Counts its changes, from 1.</summary>
    public int Version { get; set; } = 1;

    /// <summary>UTC.</summary>
    public DateTime ChangedAt { get; set; }

    /// <summary>Who gets what, each for itself: addresses of people, and for a folder or webhook, which may move, the empty text
    /// alone.</summary>
    public IReadOnlyList<string> Recipients => Kind == DeliveryKind.Email ? DeliveryTarget.AddressesOf(Target) : [""];

    /// <summary>The target as it is shown: an address of another program may itself be a secret, so that others see its host
    /// alone.</summary>
    /// <param name="whole">Whether whoever looks sets it up.</param>
    public string TargetFor(bool whole) => whole || Kind != DeliveryKind.Webhook || !Uri.TryCreate(Target, UriKind.Absolute, out var uri)
        ? Target : uri.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether a revision that was sealed goes out by it.</summary>
    public bool Takes(WeekSeal seal)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return IsEnabled && (SiteIds is null || SiteIds.Contains(seal.SiteId))
            && (Revisions == DeliveredRevisions.All || seal.Revision == 1);
    }
}
