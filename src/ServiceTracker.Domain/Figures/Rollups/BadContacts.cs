using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>
/// Interactions that came in, or went, and ask for somebody to turn them round: with a reason that is a complaint, or a low mark of the
/// customer. Found among deltas, so that whoever logs pays nothing for it.
/// </summary>
/// <param name="complaints">Ids of the reasons that are complaints.</param>
/// <param name="highestBadRating">The highest mark that is low.</param>
/// <param name="since">UTC instant; what occurred before is passed over.</param>
public sealed class BadContacts(IReadOnlySet<int> complaints, short highestBadRating, DateTime since)
{
    private readonly Dictionary<(int SiteId, Guid Id), (RollupDelta Last, long Times)> found = [];

    /// <summary>Those of which more was added than taken out: new ones. What is the same contact as another one's is that one's.</summary>
    public IEnumerable<RollupDelta> Came =>
        found.Values.Where(f => f.Times > 0 && f.Last.State == InteractionState.Counted).Select(f => f.Last);

    /// <summary>Those of which more was taken out than added: they are gone.</summary>
    public IEnumerable<RollupDelta> Went => found.Values.Where(f => f.Times < 0).Select(f => f.Last);

    /// <summary>Whether a reason is a complaint.</summary>
    public bool IsComplaint(int? reasonId) => reasonId is { } id && complaints.Contains(id);

    /// <summary>Looks at what a delta adds, or takes out.</summary>
    /// <param name="d">The delta.</param>
    /// <param name="times">Above 0 adds, below takes out.</param>
    public void Add(RollupDelta d, long times)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (d.InteractionId == Guid.Empty || d.OccurredAt < since || !(IsComplaint(d.ReasonId) || d.Csat <= highestBadRating)) return;
        var key = (d.SiteId, d.InteractionId);
        var (last, so) = found.GetValueOrDefault(key);
        found[key] = (times > 0 || last is null ? d : last, so + times);
    }
}
