namespace ServiceTracker.Application.Overview;

/// <summary>What all charts are of.</summary>
public enum ChartsBy
{
    Basics,
    Channels,
    People,
    Sites,

    /// <summary>Each basic on each channel on which it is asked.</summary>
    BasicsByChannel,
}
