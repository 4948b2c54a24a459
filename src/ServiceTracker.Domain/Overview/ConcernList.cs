namespace ServiceTracker.Domain.Overview;

/// <summary>Puts what stands out together: each thing once, what matters most first.</summary>
public static class ConcernList
{
    /// <summary>
    /// Flags first, then what fell, then what is lower than elsewhere, then hours, then people; within each the widest gap first. What a
    /// flag is about is not told a second time; nor is that a basic is lower where it fell.
    /// </summary>
    /// <param name="flagged">Of open flags.</param>
    /// <param name="found">From the weeks.</param>
    public static IReadOnlyList<Concern> Of(IEnumerable<Concern> flagged, IEnumerable<Concern> found)
    {
        var kept = new List<Concern>();
        foreach (var concern in Ordered(flagged).Concat(Ordered(found)))
            if (!kept.Exists(k => IsTold(k, concern))) kept.Add(concern);
        return kept;
    }

    /// <summary>
    /// The same for the page of one thing: places and hours before people, and what holds on all channels before what holds on one.
    /// </summary>
    /// <param name="concerns">Of that thing.</param>
    public static IReadOnlyList<Concern> PlacesFirst(IEnumerable<Concern> concerns) =>
        [.. concerns.OrderBy(c => c.Person is not null).ThenBy(c => c.Kind == ConcernKind.Hours).ThenBy(c => c.Channel is not null)];

    private static IEnumerable<Concern> Ordered(IEnumerable<Concern> concerns) => concerns
        .OrderBy(c => c.Kind switch
        {
            ConcernKind.Fell when c.Person is null => 0,
            ConcernKind.Critical => 1,
            ConcernKind.Lower => 2,
            ConcernKind.Hours => 3,
            _ => 4,
        })
        .ThenByDescending(c => Math.Abs((c.Usual - c.Now) ?? 0)).ThenBy(c => c.Name, StringComparer.Ordinal);

    // A flag without a basic is about all of them, one without a channel about all of those.
    private static bool IsTold(Concern first, Concern again) =>
        first.Person == again.Person && first.Hours == again.Hours
        && (first.Basic is null ? first.Flag is not null || again.Basic is null : first.Basic == again.Basic)
        && (first.Channel is null || first.Channel == again.Channel)
        && (first.Site is null || again.Site is null || first.Site == again.Site)
        // Two flags are two pieces of work.
        && (again.Flag is null || first.Flag == again.Flag);
}
