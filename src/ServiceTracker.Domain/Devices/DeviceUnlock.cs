namespace ServiceTracker.Domain.Devices;

/// <summary>That a person's PIN was right on a device, until it is locked again, or until the person has not used it for as long as it
/// may be idle: who works on it meanwhile keeps it open for themselves alone.</summary>
public sealed class DeviceUnlock
{
    public required Guid DeviceId { get; init; }
    public required int StaffId { get; init; }

    /// <summary>UTC instant of the right PIN, or since then of the last use by this person.</summary>
    public required DateTime UsedAt { get; set; }
}
