using System.Collections.Concurrent;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Who seals by the schedule: one server at a time. It only saves work: what keeps two from making the same revision is the key of
/// the revision.</summary>
public sealed class SealLease(TimeProvider clock) : ServerLease(clock, "seal", Length)
{
    /// <summary>After so long without a word another server takes over; a large week takes some seconds.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    // Detectors that do not get on keep no week from being sealed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TimeProvider clock = clock;
    private readonly ConcurrentDictionary<int, DateTime> waitingSince = [];

    /// <summary>Whether a site waits a little, since detectors have still to look at what came in: classes would be those of
    /// before.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="isBusy">Whether something waits for the detectors.</param>
    internal bool LetsWait(int siteId, bool isBusy)
    {
        if (!isBusy)
        {
            waitingSince.TryRemove(siteId, out _);
            return false;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var waited = now - waitingSince.GetOrAdd(siteId, now);
        return waited >= TimeSpan.Zero && waited < Patience;
    }
}
