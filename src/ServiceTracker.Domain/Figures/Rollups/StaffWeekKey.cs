using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>What a line of <see cref="StaffWeek"/> is about. Interactions without a team or staff member stand under 0.</summary>
public readonly record struct StaffWeekKey(
    int SiteId, DateOnly WeekStart, int StaffId, int TeamId, int ChannelId, Source Source, int Baseline);
