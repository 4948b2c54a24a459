using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>How a unit stood at the end of a week, or stands now.</summary>
public sealed class UnitWeek
{
    public int SiteId { get; init; }

    /// <summary>The person; 0: everybody.</summary>
    public int StaffId { get; init; }

    /// <summary>The channel; 0: all of them.</summary>
    public int ChannelId { get; init; }

    /// <summary>Its Monday.</summary>
    public DateOnly WeekStart { get; init; }

    public ConsistencyClass Class { get; set; }

    /// <summary>Why, in plain words with the numbers.</summary>
    public string Because { get; set; } = "";
}
