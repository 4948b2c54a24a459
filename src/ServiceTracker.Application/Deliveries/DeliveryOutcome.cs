namespace ServiceTracker.Application.Deliveries;

/// <summary>How an attempt ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>The other side took it.</summary>
    Taken,

    /// <summary>It did not, or could not be asked: it is tried again.</summary>
    Later,

    /// <summary>It never will, as it is.</summary>
    Refused,
}
