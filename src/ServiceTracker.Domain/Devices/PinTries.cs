namespace ServiceTracker.Domain.Devices;

/// <summary>
/// How many wrong PINs were tried at a person or on a device. At the limit nothing is tried any more until a manager acts.
/// </summary>
public sealed class PinTries
{
    /// <summary>Wrong PINs at one person, on all devices together, from one act of a manager to the next.</summary>
    public const int MostOfPerson = 20;

    /// <summary>Wrong PINs on one device, at all people together, on one day.</summary>
    public const int MostOfDevice = 50;

    /// <summary>What is tried: see <see cref="OfPerson"/>, <see cref="OfDevice"/> and <see cref="OfNobody"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>Wrong ones so far; those being looked at are among them.</summary>
    public int Wrong { get; set; }

    /// <summary>The latest day in UTC on which one was counted. It never goes back.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The subject of a staff member.</summary>
    public static string OfPerson(int staffId) => $"person/{staffId}";

    /// <summary>The subject of a device.</summary>
    public static string OfDevice(Guid device) => $"device/{device:N}";

    /// <summary>The subject of a name that nobody has at a site, so that it is answered as a person's is.</summary>
    /// <param name="siteId">The device's site.</param>
    /// <param name="digest">Of what was sent; never the text itself, which may be anything.</param>
    public static string OfNobody(int siteId, string digest) => $"nobody/{siteId}/{digest}";
}
