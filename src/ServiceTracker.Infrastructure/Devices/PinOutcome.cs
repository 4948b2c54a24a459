using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>What became of a PIN that was entered on a device.</summary>
public abstract record PinOutcome
{
    private PinOutcome()
    {
    }

    /// <summary>It is the person's.</summary>
    public sealed record Right(StaffMember Person) : PinOutcome;

    /// <summary>It is not, or nobody of that name is here, or they have none: nobody is told which.</summary>
    public sealed record Wrong : PinOutcome;

    /// <summary>Too many wrong ones at this name: none is looked at until a manager acts.</summary>
    public sealed record PersonLocked : PinOutcome;

    /// <summary>Too many wrong ones on this device: none is looked at until a manager acts.</summary>
    public sealed record DeviceLocked : PinOutcome;

    /// <summary>In words for the person at the device; null where it was right.</summary>
    public string? Words => this switch
    {
        Right => null,
        Wrong => "This PIN is not right.",
        PersonLocked => "Too many wrong PINs. A manager has to unlock this PIN, on the person’s page.",
        _ => "Too many wrong PINs on this device. A manager has to unlock it, on the page of devices.",
    };
}
