namespace ServiceTracker.Statistics.Rules;

/// <summary>Which way a signal points.</summary>
public enum SignalDirection
{
    /// <summary>Too much or too little variation on both sides.</summary>
    Neither,

    /// <summary>Above the centre, or rising.</summary>
    High,

    /// <summary>Below the centre, or falling.</summary>
    Low,
}
