using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Application.Deliveries;

/// <summary>To whom sealed weeks are delivered, and how.</summary>
public sealed record DeliveryInput
{
    /// <summary>Where to: folder, webhook or email.</summary>
    [Required]
    [OneOf(typeof(DeliveryKind))]
    public string? Kind { get; init; }

    /// <summary>A folder below the one for deliveries (a point for that itself), an address that begins with https://, or e-mail addresses
    /// with commas between them.</summary>
    [Required]
    public string? Target { get; init; }

    /// <summary>Plain names of files, such as consistency.csv; all where absent.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Codes of sites; all, those to come as well, where absent.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    /// <summary>excel or excel-us for spreadsheets; the files as they are sealed where absent.</summary>
    public string? Profile { get; init; }

    /// <summary>Which revisions of a week: all (where absent), so that corrections arrive too, or the first alone.</summary>
    [OneOf(typeof(DeliveredRevisions))]
    public string? Revisions { get; init; }

    /// <summary>Whether weeks are sent; true where absent.</summary>
    public bool? Enabled { get; init; }
}
