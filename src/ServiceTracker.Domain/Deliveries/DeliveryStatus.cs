namespace ServiceTracker.Domain.Deliveries;

/// <summary>How far a delivery to one recipient has come.</summary>
public enum DeliveryStatus
{
    /// <summary>It is to be sent, for the first time or again.</summary>
    Waiting,

    /// <summary>An attempt is being made.</summary>
    Sending,

    /// <summary>The other side took it.</summary>
    Sent,

    /// <summary>It was refused for good, or not taken for two days.</summary>
    Failed,

    /// <summary>It is sent no more: the delivery was removed, or this recipient taken out of it.</summary>
    Dropped,
}
