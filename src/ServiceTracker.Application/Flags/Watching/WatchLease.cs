namespace ServiceTracker.Application.Flags.Watching;

/// <summary>Who watches: what keeps two servers from doing the same is the version of the site.</summary>
public sealed class WatchLease(TimeProvider clock) : ServerLease(clock, "watch", Length)
{
    /// <summary>After so long without a word another server takes over.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
}
