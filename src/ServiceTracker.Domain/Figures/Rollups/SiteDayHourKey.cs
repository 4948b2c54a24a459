namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>What a line of <see cref="SiteDayHour"/> is about.</summary>
public readonly record struct SiteDayHourKey(int SiteId, DateOnly BusinessDate, short HourOfWeek);
