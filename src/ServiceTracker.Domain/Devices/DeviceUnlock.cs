namespace ServiceTracker.Domain.Devices;

/// <summary>That a person's PIN was right on a device, until it is locked again.</summary>
public sealed class DeviceUnlock
{
    public required Guid DeviceId { get; init; }
    public required int StaffId { get; init; }

    /// <summary>UTC instant of the right PIN.</summary>
    public required DateTime UnlockedAt { get; init; }
}
