namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>What a line of <see cref="OrgWeek"/> is about.</summary>
public readonly record struct OrgWeekKey(DateOnly WeekStart, int ChannelId, int Baseline);
