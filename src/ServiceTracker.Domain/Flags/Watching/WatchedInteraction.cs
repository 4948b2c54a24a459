using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>What the watch over a site sees of one counted interaction.</summary>
/// <param name="Id">The interaction.</param>
/// <param name="OccurredAt">UTC instant.</param>
/// <param name="StaffId">Who; 0 for nobody in particular.</param>
/// <param name="ChannelId">On which channel.</param>
/// <param name="ReasonId">For which reason; null where none was given.</param>
/// <param name="Hour">Hour of the site's clock, 0 to 23.</param>
/// <param name="Baseline">Number of the baseline whose bits these are.</param>
/// <param name="Met">Bits met.</param>
/// <param name="Na">Bits not applicable.</param>
/// <param name="Waived">Missed bits that are not held against the person: under dispute, or excused.</param>
public readonly record struct WatchedInteraction(
    Guid Id, DateTime OccurredAt, int StaffId, int ChannelId, int? ReasonId, int Hour, int Baseline, long Met, long Na, long Waived)
{
    private const int HoursOfADay = 24;

    /// <summary>Of a row of the store.</summary>
    public static WatchedInteraction Of(RollupDelta row) => new(
        row.InteractionId, row.OccurredAt, row.StaffId ?? 0, row.ChannelId, row.ReasonId, row.HourOfWeek % HoursOfADay, row.Baseline,
        row.Met, row.Na, row.Held | row.Excused);

    /// <summary>The same in the bits of another baseline; basics that are not the same there are left out.</summary>
    /// <param name="date">Its business date.</param>
    /// <param name="viewpoint">Whose detector it is for.</param>
    /// <param name="all">Bits of its own baseline.</param>
    /// <param name="from">For every bit of the other baseline the bit here, or −1; null: it is the same baseline.</param>
    /// <param name="caseMix">Shift of the logit of a miss.</param>
    internal DetectorObservation For(DateOnly date, Viewpoint viewpoint, long all, int[]? from, double caseMix)
    {
        var applicable = all & ~(viewpoint == Viewpoint.Person ? Na | Waived : Na);
        var missed = applicable & ~Met;
        if (from is not null) (missed, applicable) = (SegmentBits.Moved(missed, from), SegmentBits.Moved(applicable, from));
        return new(Id, OccurredAt, date, missed, applicable, caseMix);
    }

    /// <summary>The order in which they are taken: by instant, then by id.</summary>
    internal static int Compare(WatchedInteraction a, WatchedInteraction b)
    {
        var order = a.OccurredAt.CompareTo(b.OccurredAt);
        return order == 0 ? a.Id.CompareTo(b.Id) : order;
    }
}
