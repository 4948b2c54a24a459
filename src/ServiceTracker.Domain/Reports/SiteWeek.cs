namespace ServiceTracker.Domain.Reports;

/// <summary>
/// How often what a site's week holds changed, and up to which change it is sealed. It is counted where changes are taken into the rollups,
/// so that whoever logs pays nothing for it.
/// </summary>
public sealed class SiteWeek
{
    public int SiteId { get; init; }

    /// <summary>The week's Monday.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>Counts what was taken in.</summary>
    public long Changes { get; set; }

    /// <summary>The count that the newest revision has taken in; 0 before the first one.</summary>
    public long SealedChanges { get; set; }

    /// <summary>UTC instant of the latest change.</summary>
    public DateTime ChangedAt { get; set; }
}
