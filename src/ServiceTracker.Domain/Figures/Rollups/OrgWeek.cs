namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>A week of a channel over all sites.</summary>
public sealed class OrgWeek : FigureSums
{
    /// <summary>Monday of the ISO week of the business date.</summary>
    public DateOnly WeekStart { get; init; }

    public int ChannelId { get; init; }
    public int Baseline { get; init; }

    /// <summary>What this line is about.</summary>
    public OrgWeekKey Key => new(WeekStart, ChannelId, Baseline);

    /// <summary>A line without interactions.</summary>
    public static OrgWeek Empty(OrgWeekKey key) => new() { WeekStart = key.WeekStart, ChannelId = key.ChannelId, Baseline = key.Baseline };
}
