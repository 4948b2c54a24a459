using ServiceTracker.Domain.Devices;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>How a person's PIN stands.</summary>
/// <param name="SetAt">UTC instant at which it was set; null where there is none.</param>
/// <param name="Wrong">Wrong ones since a manager acted last.</param>
public sealed record PinStanding(DateTime? SetAt, int Wrong)
{
    /// <summary>None is looked at any more until a manager acts.</summary>
    public bool IsLocked => Wrong >= PinTries.MostOfPerson;
}
