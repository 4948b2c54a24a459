using ServiceTracker.Domain.Devices;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>How a device stands.</summary>
/// <param name="Device">The device.</param>
/// <param name="Wrong">Wrong PINs on its latest day with any, or since a manager acted.</param>
public sealed record DeviceStanding(Device Device, int Wrong)
{
    /// <summary>No PIN is looked at on it any more until a manager acts.</summary>
    public bool IsLocked => Wrong >= PinTries.MostOfDevice;

    /// <summary><c>paired</c>; <c>waiting</c> while its code can be used, and <c>expired</c> afterwards.</summary>
    /// <param name="now">UTC instant.</param>
    public string StatusAt(DateTime now) =>
        Device.PairedAt is not null ? "paired" : Device.PairingEndsAt > now ? "waiting" : "expired";
}
