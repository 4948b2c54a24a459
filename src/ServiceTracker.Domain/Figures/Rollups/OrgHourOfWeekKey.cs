namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>What a line of <see cref="OrgHourOfWeek"/> is about.</summary>
public readonly record struct OrgHourOfWeekKey(DateOnly WeekStart, short HourOfWeek);
