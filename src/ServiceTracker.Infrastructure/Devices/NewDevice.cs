using ServiceTracker.Domain.Devices;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>A device that was registered, with the code that pairs it, which is shown this once.</summary>
/// <param name="Device">The device.</param>
/// <param name="PairingCode">Good once.</param>
/// <param name="EndsAt">When the code is worth nothing any more.</param>
public sealed record NewDevice(Device Device, string PairingCode, DateTimeOffset EndsAt)
{
    /// <summary>The address of the page that pairs with it, from the server's root.</summary>
    public string Path => "/kiosk/pair?code=" + PairingCode;
}
