namespace ServiceTracker.Domain.Devices;

/// <summary>Why an entry of a device is nobody's until a manager says whose it is.</summary>
public enum UnclaimedGround
{
    /// <summary>The PIN by which it was confirmed was not the person's, or there is no such person at the site.</summary>
    WrongPin = 0,

    /// <summary>Too many wrong PINs were tried, so that this one was not looked at.</summary>
    Locked = 1,

    /// <summary>There was no proof of a PIN with it, or one that is too old or of another device.</summary>
    NoProof = 2,

    /// <summary>The server refused it, and the people at the device gave it to a manager.</summary>
    HandedOver = 3,
}
