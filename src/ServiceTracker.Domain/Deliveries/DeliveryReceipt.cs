using System.Security.Cryptography;
using System.Text;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Domain.Deliveries;

/// <summary>That a revision of a site's week goes to one recipient, and what became of it. There is one for each, however often it is
/// tried.</summary>
public sealed class DeliveryReceipt
{
    public int SiteId { get; init; }

    /// <summary>Name of the delivery.</summary>
    public required string Delivery { get; init; }

    /// <summary>The week's Monday.</summary>
    public DateOnly WeekStart { get; init; }

    public int Revision { get; init; }

    /// <summary>Whom it goes to, one of <see cref="Delivery.Recipients"/>.</summary>
    public required string Recipient { get; init; }

    /// <summary>Told to the other side with every attempt, so that it knows what it has already.</summary>
    public Guid Id { get; init; }

    public DeliveryStatus Status { get; set; }

    /// <summary>Attempts begun.</summary>
    public int Attempt { get; set; }

    /// <summary>UTC instant of what happened last.</summary>
    public DateTime At { get; set; }

    /// <summary>UTC instant since which it is to be sent: when it was made, or asked for again.</summary>
    public DateTime Since { get; set; }

    /// <summary>UTC instant at which it is tried next while it waits.</summary>
    public DateTime DueAt { get; set; }

    /// <summary>What the other side said, or why it was not sent.</summary>
    public string? Answer { get; set; }

    /// <summary>The id of what a delivery sends of a revision to a recipient. It follows from these alone: a store restored from a backup
    /// of before tells the other side the same.</summary>
    public static Guid IdOf(WeekSeal seal, string delivery, string recipient)
    {
        ArgumentNullException.ThrowIfNull(seal);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seal.ReceiptHash}\n{delivery}\n{recipient}"));
        // Version 8 of RFC 9562: made by a rule of our own.
        (hash[6], hash[8]) = ((byte)((hash[6] & 0x0f) | 0x80), (byte)((hash[8] & 0x3f) | 0x80));
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
