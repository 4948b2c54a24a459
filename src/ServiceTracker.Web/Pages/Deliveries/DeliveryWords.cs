using System.Globalization;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Web.Pages.Deliveries;

/// <summary>How deliveries and what became of them are said to people.</summary>
public static class DeliveryWords
{
    /// <summary>Where to.</summary>
    public static string Of(DeliveryKind kind) => kind switch
    {
        DeliveryKind.Folder => "Folder",
        DeliveryKind.Webhook => "Webhook",
        _ => "E-mail",
    };

    /// <summary>How far one has come, and when.</summary>
    public static string Of(DeliveryReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var attempt = receipt.Attempt > 1 ? $", attempt {receipt.Attempt}" : "";
        return receipt.Status switch
        {
            DeliveryStatus.Sent => $"arrived {At(receipt.At)}{attempt}",
            DeliveryStatus.Failed => $"failed {At(receipt.At)}{attempt}",
            DeliveryStatus.Dropped => "not sent any more",
            DeliveryStatus.Sending => $"is being sent since {At(receipt.At)}{attempt}",
            _ => receipt.Attempt == 0
                ? $"waits since {At(receipt.Since)}" : $"not taken {At(receipt.At)}{attempt}; tried again {At(receipt.DueAt)}",
        };
    }

    /// <summary>How a delivery stands, from how many of its receipts stand how.</summary>
    public static string Of(Delivery delivery, IEnumerable<(DeliveryStatus Status, int Count)> counts)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var by = counts.ToLookup(c => c.Status, c => c.Count);
        var (waiting, failed, sent) = (by[DeliveryStatus.Waiting].Sum() + by[DeliveryStatus.Sending].Sum(), by[DeliveryStatus.Failed].Sum(),
            by[DeliveryStatus.Sent].Sum());
        List<string> parts = [];
        if (!delivery.IsEnabled) parts.Add("switched off");
        if (failed > 0) parts.Add($"{failed} failed");
        if (waiting > 0) parts.Add(waiting == 1 ? "1 waits" : $"{waiting} wait");
        if (sent > 0) parts.Add($"{sent} arrived");
        return parts.Count == 0 ? "nothing sealed since it was added" : string.Join(", ", parts);
    }

    /// <summary>Which files go out.</summary>
    public static string FilesOf(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return delivery.Files.Length == 0 ? "all files" : delivery.Files.Replace(" ", ", ", StringComparison.Ordinal);
    }

    private static string At(DateTime at) => at.ToString("d MMM HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
