namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>An hour of a week over all sites, as the process delivered it.</summary>
public sealed class OrgHourOfWeek : ProcessSums
{
    /// <summary>Monday of the ISO week of the business date.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</summary>
    public short HourOfWeek { get; init; }

    /// <summary>What this line is about.</summary>
    public OrgHourOfWeekKey Key => new(WeekStart, HourOfWeek);

    /// <summary>A line without interactions.</summary>
    public static OrgHourOfWeek Empty(OrgHourOfWeekKey key) => new() { WeekStart = key.WeekStart, HourOfWeek = key.HourOfWeek };
}
