namespace ServiceTracker.Domain.Overview;

/// <summary>What carries a difference.</summary>
public enum Seat
{
    /// <summary>Nothing but chance, as far as was looked at.</summary>
    Chance,

    /// <summary>Everybody on every channel, or an hour of the day: how the work is set up.</summary>
    System,

    /// <summary>A site.</summary>
    Site,

    /// <summary>A channel.</summary>
    Channel,

    /// <summary>Somebody.</summary>
    Person,
}
