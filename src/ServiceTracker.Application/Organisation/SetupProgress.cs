namespace ServiceTracker.Application.Organisation;

/// <summary>How far the first start has come.</summary>
/// <param name="HasSite">There is a site.</param>
/// <param name="HasChannels">There is a channel.</param>
/// <param name="HasPeople">There are staff members; they may also come later.</param>
/// <param name="Draft">Number of the newest draft of a baseline, where there is one.</param>
/// <param name="HasBaseline">A baseline is published.</param>
public sealed record SetupProgress(bool HasSite, bool HasChannels, bool HasPeople, int? Draft, bool HasBaseline)
{
    /// <summary>Interactions can be logged: people may be added at any time.</summary>
    public bool IsComplete => HasSite && HasChannels && HasBaseline;
}
