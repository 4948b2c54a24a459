namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>A business day of a person, or of nobody in particular, on a channel.</summary>
public readonly record struct StaffDay(int SiteId, int? StaffId, int ChannelId, DateOnly Date);
