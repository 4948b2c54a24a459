namespace ServiceTracker.Application.Interactions;

/// <summary>Why nothing can be logged by hand just now.</summary>
public enum LogObstacle
{
    None,
    NoSite,
    NoChannel,
    NoBaseline,

    /// <summary>The baseline in force has nothing for any channel.</summary>
    NothingApplies,

    /// <summary>Nobody is active at the site today.</summary>
    NobodyActive,

    /// <summary>The account's own person is not active today.</summary>
    NotActive,

    /// <summary>Somebody has to be chosen first.</summary>
    PersonNotChosen,
}
