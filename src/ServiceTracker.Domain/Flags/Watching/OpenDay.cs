using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>
/// The open day of a person, or of the site as a whole, which is looked at again and again while it fills. What is older than the last few
/// minutes is taken once; the rest is taken anew each time, for entries of one moment arrive in any order. So a look costs as much late in
/// the day as early.
/// </summary>
internal sealed class OpenDay
{
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    private readonly PersonDay day;
    private readonly PersonDetector behind;
    private WatchedInteraction[] looked = [];
    private IReadOnlyList<WatchedSignal> told = [];
    private int taken;

    /// <summary>A day of which nothing has been looked at.</summary>
    /// <param name="day">The day, of which nothing is remembered.</param>
    /// <param name="channels">Channels of its interactions.</param>
    public OpenDay(PersonDay day, IEnumerable<int> channels)
    {
        this.day = day;
        behind = new PersonDetector(day.Detector.Save());
        day.Begin(channels);
    }

    /// <summary>Whether these are the interactions that were taken and later ones, on the same channels. Else the day has to be begun
    /// again.</summary>
    /// <param name="own">The person's interactions of the day, in order.</param>
    public bool GoesOn(WatchedInteraction[] own) =>
        own.Length >= taken && own.AsSpan(0, taken).SequenceEqual(looked.AsSpan(0, taken))
        && Array.TrueForAll(own[taken..], i => day.Knows(i.ChannelId));

    /// <summary>What the day tells so far.</summary>
    /// <param name="own">The person's interactions of the day, in order; the day <see cref="GoesOn">goes on</see> with them.</param>
    public IReadOnlyList<WatchedSignal> Look(WatchedInteraction[] own)
    {
        if (own.AsSpan().SequenceEqual(looked)) return told;
        var settled = taken;
        while (settled < own.Length && own[^1].OccurredAt - own[settled].OccurredAt > Settled) settled++;
        day.Take(own.AsSpan(taken..settled), behind, remember: false);
        (taken, looked) = (settled, own);
        var before = day.Told.Count;
        day.Take(own.AsSpan(settled..), new PersonDetector(behind.Save()), remember: false);
        told = [.. day.Told];
        day.Told.RemoveRange(before, day.Told.Count - before);
        return told;
    }
}
