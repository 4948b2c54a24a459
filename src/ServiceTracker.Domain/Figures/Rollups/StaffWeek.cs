using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>One person's week in a team and channel, by source and baseline: what weekly figures and reports are made of.</summary>
public sealed class StaffWeek : FigureSums
{
    public int SiteId { get; init; }

    /// <summary>Monday of the ISO week of the business date.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>0 without a staff member.</summary>
    public int StaffId { get; init; }

    /// <summary>0 without a team.</summary>
    public int TeamId { get; init; }

    public int ChannelId { get; init; }
    public Source Source { get; init; }
    public int Baseline { get; init; }

    /// <summary>What this line is about.</summary>
    public StaffWeekKey Key => new(SiteId, WeekStart, StaffId, TeamId, ChannelId, Source, Baseline);

    /// <summary>A line without interactions.</summary>
    public static StaffWeek Empty(StaffWeekKey key) => new()
    {
        SiteId = key.SiteId,
        WeekStart = key.WeekStart,
        StaffId = key.StaffId,
        TeamId = key.TeamId,
        ChannelId = key.ChannelId,
        Source = key.Source,
        Baseline = key.Baseline,
    };
}
