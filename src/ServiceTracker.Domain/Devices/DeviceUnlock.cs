namespace ServiceTracker.Domain.Devices;

/// <summary>That a person's PIN was right on a device, until it is locked again, or until the person has not used it for as long as it
/// may be idle: who works on it meanwhile keeps it open for themselves alone.</summary>
public sealed class DeviceUnlock
{
    public required Guid DeviceId { get; init; }
    public required int StaffId { get; init; }

    /// <summary>UTC instant of the right PIN, or since then of the last use by this person.</summary>
    public required DateTime UsedAt { get; set; }

    // Two servers' clocks differ a little.
    private static readonly TimeSpan SmallStep = TimeSpan.FromSeconds(5);

    /// <summary>Whether it was locked by the person not touching it.</summary>
    /// <param name="now">UTC instant.</param>
    /// <param name="idleLock">The site's time, in seconds.</param>
    public bool IsIdle(DateTime now, int idleLock) =>
        // A clock that was set back must not keep it open: the time it counts from would lie ahead.
        now - UsedAt > TimeSpan.FromSeconds(idleLock) || UsedAt - now > SmallStep;
}
