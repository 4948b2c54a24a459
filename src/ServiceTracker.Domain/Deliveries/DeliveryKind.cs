namespace ServiceTracker.Domain.Deliveries;

/// <summary>Where sealed weeks are delivered to.</summary>
public enum DeliveryKind
{
    /// <summary>A folder of the server.</summary>
    Folder,

    /// <summary>An address of another program, called with a signed message.</summary>
    Webhook,

    /// <summary>People, by e-mail.</summary>
    Email,
}
