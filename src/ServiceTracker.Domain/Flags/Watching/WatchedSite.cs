namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>How far the watch over a site has come. One row a site: whoever changes what is kept of a site raises its version, so that two
/// servers at once cannot both do it.</summary>
public sealed class WatchedSite
{
    public int SiteId { get; init; }

    /// <summary>Counts turns of the watch.</summary>
    public long Version { get; set; }

    /// <summary>The last business day that is over and taken in; null before the first.</summary>
    public DateOnly? Through { get; set; }

    /// <summary>The last Sunday whose round was held; null before the first.</summary>
    public DateOnly? RoundsThrough { get; set; }
}
